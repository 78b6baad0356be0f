"""The page "More": reachable for every reader, without script."""

from django.test import Client
from django.urls import reverse

from tests.people import Cast, sign_in


def test_more__worker__finds_own_name_languages_and_the_way_out(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.minna).get(reverse("more")).content.decode()
    assert "<h1>Minna</h1>" in html
    assert f'method="post" action="{reverse("account_logout")}"' in html
    assert [code for code in ("fi", "sv", "en") if f'value="{code}" lang="{code}"' in html] == ["fi", "sv", "en"]
    assert 'lang="fi" aria-current="true"' in html


def test_more__participant__gets_the_calm_page_without_a_name(client: Client, cast: Cast) -> None:
    html = sign_in(client, cast.nasrin).get(reverse("more")).content.decode()
    assert '<body class="calm">' in html
    assert "Nasrin" not in html
    assert reverse("account_logout") in html


def test_more__nobody__is_asked_to_sign_in(client: Client, db: None) -> None:
    response = client.get(reverse("more"))
    assert response.status_code == 302
    assert "Kirjaudu ulos" not in response.content.decode()


def test_language__chosen__stays(client: Client, cast: Cast) -> None:
    sign_in(client, cast.minna)
    assert '<html lang="fi" dir="ltr">' in client.get(reverse("more")).content.decode()
    client.post(reverse("set_language"), {"language": "sv", "next": reverse("more")})
    assert '<html lang="sv" dir="ltr">' in client.get(reverse("more")).content.decode()


def test_language__elsewhere__does_not_lead_out_of_the_house(client: Client, cast: Cast) -> None:
    response = sign_in(client, cast.minna).post(
        reverse("set_language"), {"language": "sv", "next": "https://example.org/"}
    )
    assert "example.org" not in response["Location"]
