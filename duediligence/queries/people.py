"""Finding people by what they are called or numbered."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from duediligence.models import Person, PersonName, User


def people_found(user: User, words: str) -> QuerySet[Person]:
    """Return the people visible to ``user`` in one of whose names every word stands, or whose number it is."""
    named, also = Q(), Q()
    for word in words.split():
        named &= Q(name__icontains=word) | Q(furigana__icontains=word)
        also &= Q(text__icontains=word)
    other = Exists(PersonName.objects.filter(also, person=OuterRef("pk")))
    numbered = Q(erad_number=words) | Q(orcid=words)
    return (
        Person.objects.visible_to(user)
        .filter(named | other | numbered)
        .select_related("affiliation")
        .order_by("name", "pk")
    )
