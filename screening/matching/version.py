"""The version of forms and scores. It is stored with every run; a test forces it up when either changes on a frozen
sample."""

ENGINE_VERSION = "9"
