"""The access matrix: every address × the cast, written by hand. This is the law; the pages obey.

`method` is G for pages that are looked at, P for those that are only sent to (then sent empty). `of` names what the
address is about (tests/matrix/world.py). `log` says whom the access log must name when the page is shown: N Nasrin and
nobody else, L whoever stands in the list, 0 nobody but an event, - no event (pages about no person), B Nasrin, and in
an event of its own the list beside her.
"""

import dataclasses

CAST = "minna jari eeva sari raija onni kaisa petri outi kirsi arto anna nasrin nobody".split()

# minna leads Nasrin's case file, jari works on it, eeva counsels, onni learns there and in raija's group; sari is a
# worker of the same programme without this case file; kaisa coordinates it; petri's organisation has a referral; outi
# works in another programme; kirsi is the officer, arto the auditor, anna the administrator. 403 says whom to ask, and
# only to colleagues who may know; to all others there is nothing (404). 302 of nobody leads to signing in.
TABLE = """
name                             method of           log  min jar eev sar rai onn kai pet out kir art ann nas nob

home                                 G -               L  200 200 200 200 200 200 302 302 200 302 302 302 302 302
more                                 G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
kept-form                            G kept            -  200 404 404 404 404 404 404 404 404 404 404 404 404 302
session-start                        G -               L  200 200 200 200 404 200 404 404 200 404 404 404 404 302

participant-list                     G -               L  200 200 200 200 404 200 200 404 200 404 404 404 404 302
participant-new                      G -               0  200 200 200 200 404 404 404 404 200 404 404 404 404 302
participant-search                   G -               0  200 200 200 200 404 200 200 404 200 404 404 404 404 302
participant-pick                     P -               0  200 200 200 200 404 200 200 404 200 404 404 404 404 302

case-close                           G case            N  200 403 403 403 404 404 404 404 404 404 404 404 404 302
case-reopen                          G case            N  200 403 403 403 404 404 404 404 404 404 404 404 404 302
session-redact                       G session         N  200 403 403 403 404 404 404 404 404 404 404 404 404 302
health-entry-redact                  G health-entry    N  404 404 200 404 404 404 404 404 404 404 404 404 404 302

case-detail                          G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
break-glass                          G case            0  302 302 302 200 404 404 404 404 404 404 404 404 404 302
case-history                         G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
case-own-pages                       G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-people                          G case            N  200 200 200 403 404 200 200 404 404 404 404 404 404 302
case-people-new                      G case            N  200 403 403 403 404 403 200 404 404 404 404 404 404 302
case-people-end                      G case+assignment N  200 403 403 403 404 403 200 404 404 404 404 404 404 302
case-told                            G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-told-record                     P case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
participant-edit                     G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
participant-identity-code            G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302

case-actions                         G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
agreed-action-new                    G case            N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
agreed-action-drop                   P action          N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
agreed-action-finish                 P action          N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
agreed-action-reopen                 P done-action     N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
appointment-new                      G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
appointment-edit                     G appointment     N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
appointment-cancel                   P appointment     N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
appointment-miss                     P appointment     N  302 302 302 403 404 404 404 404 404 404 404 404 404 302

case-consents                        G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
case-consents-ask                    G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-consents-question               G case            N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
case-consents-receipt                G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
case-consent-withdraw                P case+consent    N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
case-consent-error                   G case+consent    N  200 403 403 403 404 404 404 404 404 404 404 404 404 302
case-receipt                         G case+receipt    N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-receipt-json                    G case+receipt    N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-receipt-pdf                     G case+receipt    N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-paper-new                       G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-paper                           G case+paper      N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-paper-pdf                       G case+paper      N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-paper-scan                      G case+paper      N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
receipt                              G receipt         -  302 302 302 404 404 404 404 404 404 404 404 404 302 302
case-notice                          G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302

case-requests                        G case              N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
session-new                          G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
session-draft                        P case            0  200 200 200 403 404 200 404 404 404 404 404 404 404 302
session-detail                       G session         N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
session-amend                        G session         N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
session-statement                    G session           N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
session-cosign                       P waiting-session N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
session-error                        G session         N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
health-entry-detail                  G health-entry    N  404 404 200 404 404 404 404 404 404 404 404 404 404 302
health-entry-amend                   G health-entry    N  404 404 200 404 404 404 404 404 404 404 404 404 404 302
health-entry-error                   G health-entry    N  404 404 200 404 404 404 404 404 404 404 404 404 404 302
health-entry-statement               G health-entry      N  404 404 200 404 404 404 404 404 404 404 404 404 404 302
health-message-new                   G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302

referral-list                        G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
referral-new                         G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-detail                      G referral        N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
referral-letter                      G referral        N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
referral-answer                      P referral        N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-cancel                      P referral        N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-close                       P referral        N  409 409 409 403 404 404 404 404 404 404 404 404 404 302
referral-error                       P referral        N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-more                        P referral        N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-approval                    P draft-referral  N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-draft                       P draft-referral  N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-edit                        G draft-referral  N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-preview                     P draft-referral  N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
referral-send                        P draft-referral  N  409 409 409 403 404 404 404 404 404 404 404 404 404 302
referral-show                        G draft-referral  N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
referral-take-back                   P draft-referral  N  409 409 409 403 404 404 404 404 404 404 404 404 404 302
referral-turn                        P draft-referral  N  409 409 409 403 404 404 404 404 404 404 404 404 404 302

inbox                                G -               L  404 404 404 404 404 404 404 200 404 404 404 404 404 302
inbox-detail                         G referral        B  404 404 404 404 404 404 404 200 404 404 404 404 404 302
inbox-letter                         G referral        N  404 404 404 404 404 404 404 200 404 404 404 404 404 302

plan-detail                          G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
goal-set                             G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
goal-edit                            G case+goal       N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
goal-end                             G case+goal       N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
step-new                             G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
step-link                            G case+step       N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
step-end                             P case+step       N  302 302 302 403 404 404 404 404 404 404 404 404 404 302
case-groups                          G case            N  200 200 200 403 404 200 404 404 404 404 404 404 404 302
case-enrol                           G case            N  200 200 200 403 404 404 404 404 404 404 404 404 404 302
case-leave                           G case+enrolment  N  200 200 200 403 404 404 404 404 404 404 404 404 404 302

group-list                           G -               -  200 200 200 200 200 200 200 404 200 404 404 404 404 302
group-new                            G -               -  200 200 404 200 200 404 200 404 200 404 404 404 404 302
group-detail                         G group           0  200 200 200 200 200 200 200 404 404 404 404 404 404 302
group-participants                   G group           L  200 200 200 200 200 200 200 404 404 404 404 404 404 302
group-queue                          G group           L  200 200 200 200 200 200 200 404 404 404 404 404 404 302
group-edit                           G group           0  403 403 403 403 200 403 200 404 404 404 404 404 404 302
group-facilitators                   G group           0  403 403 403 403 200 403 200 404 404 404 404 404 404 302
meeting-new                          G group           0  403 403 403 403 200 403 200 404 404 404 404 404 404 302
meeting-cancel                       G meeting         0  403 403 403 403 200 403 200 404 404 404 404 404 404 302
meeting-move                         G meeting         0  403 403 403 403 200 403 200 404 404 404 404 404 404 302
meeting-restore                      P meeting         0  403 403 403 403 302 403 302 404 404 404 404 404 404 302
attendance                           G meeting         N  403 403 403 403 200 200 404 404 404 404 404 404 404 302
attendance-row                       G row             N  403 403 403 403 200 200 404 404 404 404 404 404 404 302
attendance-tap                       P meeting         N  403 403 403 403 200 200 404 404 404 404 404 404 404 302
attendance-draft                     P meeting         N  403 403 403 403 200 404 404 404 404 404 404 404 404 302
walk-in-add                          G meeting         N  403 403 403 403 200 200 404 404 404 404 404 404 404 302

service-list                         G -               -  200 200 200 200 200 200 200 404 200 404 404 200 404 302
service-detail                       G service         -  200 200 200 200 200 200 200 404 200 404 404 200 404 302
service-to-plan                      G service         L  200 200 200 200 404 404 404 404 200 404 404 404 404 302
service-new                          G -               -  404 404 404 404 404 404 200 404 404 404 404 200 404 302
service-edit                         G service         -  404 404 404 404 404 404 200 404 404 404 404 200 404 302
report-list                          G -               0  404 404 404 404 404 404 200 404 404 404 200 404 404 302

me                                   G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-access                            G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-calendar                          G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-consents                          G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-consent                           G consent         N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-consent-receipt                   P consent         N  404 404 404 404 404 404 404 404 404 404 404 404 302 302
me-receipt                           G receipt         N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-receipt-json                      G receipt         N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-receipt-pdf                       G receipt         N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-consent-withdraw                  P consent         N  404 404 404 404 404 404 404 404 404 404 404 404 302 302
me-data                              G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-letters                           G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-letter                            G referral        N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-letter-pdf                        G referral        N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-messages                          G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-notice                            G -               N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-requests                          G -                 N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-request                           G request           N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-request-new                       G request-kind      N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-statement                         G -                 N  404 404 404 404 404 404 404 404 404 404 404 404 200 302
me-step-done                         P action          N  404 404 404 404 404 404 404 404 404 404 404 404 302 302
me-step-undo                         P own-done-action N  404 404 404 404 404 404 404 404 404 404 404 404 302 302

privacy                              G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-erasing                      G -               0  404 404 404 404 404 404 200 404 404 200 404 200 404 302
privacy-erasing-certificate          G disposal        N  404 404 404 404 404 404 200 404 404 200 404 200 404 302
privacy-erasing-decide               P disposal        N  404 404 404 404 404 404 302 404 404 302 404 302 404 302
privacy-erasing-new                  G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-retention                    G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-retention-classes            G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-retention-class              G retention-class 0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-retention-hold               G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-retention-lift               P retention-hold  N  404 404 404 404 404 404 404 404 404 302 404 404 404 302
privacy-log                          G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-break-glass                  G -               L  404 404 404 404 404 404 200 404 404 200 404 404 404 302
privacy-break-glass-review           G opening         N  404 404 404 404 404 404 200 404 404 200 404 404 404 302
privacy-disclosures                  G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-log-names                    G -               0  404 404 404 404 404 404 404 404 404 200 404 200 404 302
privacy-processing                   G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-ground                       G ground          0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-ground-new                   G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-ground-revise                G ground          0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-ground-end                   G ground          0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-paper                        G house-paper     0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-paper-pdf                    G house-paper     0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-breaches                     G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-breach                       G breach          0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-breach-step                  G breach-step     0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-ground-confirm               P ground          0  404 404 404 404 404 404 404 404 404 302 404 404 404 302
breach-report                        G -               0  200 200 200 200 200 200 200 404 200 200 200 200 404 302
privacy-requests                     G -                 0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-request-new                  G -                 0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-request                      G request           N  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-request-content              G request           N  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-request-json                 G request           N  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-request-pdf                  G request           N  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-restrictions                 G -                 0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-restriction                  G restriction       N  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-notices                      G -                 0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-notice                       G recipient-notice  N  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-proof                        G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
privacy-proof-checkpoint             G -               0  404 404 404 404 404 404 404 404 404 200 404 404 404 302
account-list                         G -               0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
account-new                          G -               0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
account-detail                       G account         0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
account-end                          G account         0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
account-invite                       P account         0  404 404 404 404 404 404 404 404 404 404 404 302 404 302
account-role                         G account         0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
notice-list                          G -               0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
notice-new                           G -               0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
organisation-list                    G -               0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
organisation-new                     G -               0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
organisation-edit                    G organisation    0  404 404 404 404 404 404 404 404 404 404 404 200 404 302
proposal-list                        G -               0  404 404 404 404 404 404 200 404 404 404 404 200 404 302
proposal-decide                      P proposal        0  404 404 404 404 404 404 302 404 404 404 404 302 404 302

code-request                         G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
code-enter                           G code            -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
demo-sign-in                         P demo            -  404 404 404 404 404 404 404 404 404 404 404 404 404 404
accessibility                        G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
about                                G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
healthz                              G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
readyz                               G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
icons                                G version         -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
set_language                         G -               -  302 302 302 302 302 302 302 302 302 302 302 302 302 302

account_login                        G -               -  302 302 302 302 302 302 302 302 302 302 302 302 302 200
account_logout                       G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
account_signup                       G -               -  404 404 404 404 404 404 404 404 404 404 404 404 404 404
account_inactive                     G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_email                        G -               -  404 404 404 404 404 404 404 404 404 404 404 404 404 404
account_reauthenticate               G -               -  403 403 403 403 403 403 403 403 403 403 403 403 403 302
account_change_password              G -               -  302 302 302 302 302 302 302 302 302 302 302 302 302 302
account_set_password                 G -               -  404 404 404 404 404 404 404 404 404 404 404 404 404 404
account_reset_password               G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_done          G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key      G reset           -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
account_reset_password_from_key_done G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 200
mfa_index                            G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
mfa_authenticate                     G -               -  302 302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate                   G -               -  403 403 403 403 403 403 403 403 403 403 403 403 403 302
mfa_activate_totp                    G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
mfa_deactivate_totp                  G -               -  404 404 404 404 404 404 404 404 404 404 404 404 404 302
mfa_view_recovery_codes              G -               -  404 404 404 404 404 404 404 404 404 404 404 404 404 302
mfa_generate_recovery_codes          G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
mfa_download_recovery_codes          G -               -  404 404 404 404 404 404 404 404 404 404 404 404 404 302
mfa_list_webauthn                    G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
mfa_add_webauthn                     G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
mfa_login_webauthn                   G -               -  302 302 302 302 302 302 302 302 302 302 302 302 302 302
mfa_reauthenticate_webauthn          G -               -  403 403 403 403 403 403 403 403 403 403 403 403 403 302
mfa_remove_webauthn                  G key-number      -  404 404 404 404 404 404 404 404 404 404 404 404 404 302
mfa_edit_webauthn                    G key-number      -  404 404 404 404 404 404 404 404 404 404 404 404 404 302
usersessions_list                    G -               -  200 200 200 200 200 200 200 200 200 200 200 200 200 302
"""

#: Views of allauth that this house serves as they are; their own tests are allauth's, what they show is about oneself.
OF_ALLAUTH = {
    "account_login", "account_logout", "account_inactive", "account_reauthenticate", "account_change_password",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
    "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "mfa_list_webauthn", "mfa_add_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
    "mfa_edit_webauthn", "usersessions_list",
}  # fmt: skip

#: Views without a door, because they show no person and ask for no sign-in.
PUBLIC = {
    "about", "accessibility", "code-request", "code-enter", "demo-sign-in", "healthz", "readyz", "icons",
    "set_language",
}  # fmt: skip

#: Addresses that allauth's own pages name; here they lead nowhere.
NOWHERE = {"account_signup", "account_email", "account_set_password"}


@dataclasses.dataclass(frozen=True)
class Row:
    """One address: what it is asked with, and what each of the cast gets."""

    name: str
    method: str
    of: str
    log: str
    status: dict[str, int]


def read(table: str) -> list[Row]:
    """The rows of a table; raises where a row is not whole."""
    lines = [line.split() for line in table.strip().splitlines()[1:] if line.strip()]
    rows = []
    for name, method, of, log, *statuses in lines:
        assert method in {"G", "P"}, name
        assert log in {"N", "L", "0", "-", "B"}, name
        assert len(statuses) == len(CAST), name
        rows.append(Row(name, method, of, log, dict(zip(CAST, map(int, statuses), strict=True))))
    return rows


ROWS = read(TABLE)
