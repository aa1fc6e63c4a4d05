"""P21: take my words back. The code stands in the form, never in an address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from feedback import taking_back
from feedback.forms.taking_back import CodeForm, ShareLessForm
from feedback.models import Comment
from feedback.models.box import Share
from feedback.views.ballot import may_try


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask for the code; show the words; share them less or delete them."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "feedback/withdraw.html", {"form": form})
    if not may_try(request):
        words = "There were too many tries from your network. Wait 10 minutes, then try again."
        form.add_error(None, words)
        return render(request, "feedback/withdraw.html", {"form": form}, status=429)
    code = form.cleaned_data["code"]
    kept = False
    comment = taking_back.find(code)
    if comment is None and not (kept := taking_back.remember(code)):
        comment = taking_back.find(code)  # its box may have been opened between the two
    if comment is None:
        return render(request, "feedback/withdraw_later.html", {"kept": kept})
    return _decide(request, comment, code)


def _decide(request: HttpRequest, comment: Comment, code: str) -> HttpResponse:
    """The words and what may be done with them; done at once when the choice came along."""
    chose = "share" in request.POST
    levels = taking_back.less_than(comment)
    form = ShareLessForm(request.POST if chose else None, levels=levels)
    context = {"comment": comment, "event": comment.event, "code": code, "form": form}
    if not chose or not form.is_valid():
        return render(request, "feedback/my_words.html", context)
    share = form.cleaned_data["share"]
    if share == Share.WITHDRAWN:
        taking_back.take_back(comment=comment)
    else:
        taking_back.share_less(comment=comment, share=share)
    return render(request, "feedback/my_words_done.html", context | {"share": share})
