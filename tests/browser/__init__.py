"""What a person sees and presses, in a real browser. Not part of the default run (see requirements-e2e.txt):

``pytest -o addopts=-q --ds tests.browser.settings tests/browser`` · ``python -m tests.browser.screenshots``
"""
