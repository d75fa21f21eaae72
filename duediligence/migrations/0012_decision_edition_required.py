import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duediligence", "0011_decision_editions")]

    operations = [
        migrations.AlterField(
            model_name="stepdecision",
            name="policy_edition",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="duediligence.policyedition"
            ),
        ),
    ]
