"""Choosing the hat to wear."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from tomoni.accounts.models import Post
from tomoni.calendar import today


@login_required
@require_http_methods(["GET", "POST"])
def hats(request: HttpRequest) -> HttpResponse:
    """The posts the user may wear now; choosing one puts it on for this session."""
    posts = Post.objects.on(today()).filter(user=request.user.pk).select_related("municipality", "team")
    if request.method == "POST":
        chosen = posts.filter(pk=request.POST.get("post", "0") if request.POST.get("post", "").isdigit() else 0).first()
        if chosen:
            request.session["post"] = chosen.pk
            return redirect("/")
    return render(request, "accounts/hats.html", {"posts": posts})
