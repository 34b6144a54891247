"""Who may see what: one door.

``viewer.Viewer`` who looks · ``decide.decide/require`` the answer with its reason · ``acting.action`` every change ·
``models.DossierModel`` rows with ``visible_to`` · ``protected.ProtectedField``/``reveal.reveal`` facts that stay masked.
"""
