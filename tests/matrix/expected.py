"""Who may do what, written by hand from product.md §1, C3, C5, C12 and domain.md §2. Read like a law.

Letters stand for roles, each always in its place, a dot for "not he":
C 填报员, H 审签人, D 督办部门, L 区安委办, E 领导, A 审计员, S 系统管理员, M 本机管理员.

The third column says what the operation is about:
``case``       a case by its id; out of sight it answers like a missing one, before any word on roles;
``case lead``  the same, and a co-street, who sees it, is told that the lead street does it;
``evidence``, ``paper``: a file by its number, in whose case one must have sight, co-streets too;
``proposal``, ``signature``: a matter by its number, of a case one leads;
``scan``       an original of a complaint or an exposure, by its number, for whom it concerns;
``void``       a file, by the head of the street that brought it, or the listing office (C6);
``own``        nothing but what is the actor's own, whatever he names;
empty          no single case: lists hold what is in sight, settings belong to nobody's case.
"""

ROLES = "CHDLEASM"

OPERATIONS = """
accounts.add_demonstration   .......M
accounts.colleagues          CHDLEASM
accounts.disable             ......SM
accounts.enable              ......SM
accounts.everybody           .....ASM
accounts.reset               ......SM
annulling.annul              .HD.....  case lead
batches.candidates           ...L....
batches.comment              CHDL....  case
batches.consult              ...L....
batches.draft                ...L....
batches.held                 CHDLEA..
batches.put                  ...L....
boundaries.add_shipped       ...L..SM
boundaries.check_file        ...L..SM
boundaries.import_layer      ...L..SM
buildings.describe           CHD.....  case lead
buildings.file               CHDLEASM  case
buildings.register           CHDL....
calendar.set_days            ...L..SM
calendar.year                CHDLEASM
casefolder.write             .HDLEA..  case
casework.open_steps          CHDL....  case
casework.take                CHDL....  case lead
categories.names             CHDLEASM
categories.replace           ...L..SM
charges.assign               ...L....  case
charges.held                 CHDLEASM  case
contesting.end               .HD.....  case lead
contesting.file              .HD.....  case lead
course.course                CHDLEASM  case
decisions.confirm_places     ...L...M
decisions.overrule_place     ...L...M  case
delegation.current           CHDLEASM  own
delegation.lend              CHDLEASM  own
delegation.take_back         CHDLEASM  own
demo.fill                    .......M
dossier.by_number            CHDLEASM  case
dossier.write                ..DLEA..  case
drawing.areas                CHDLEASM
enforcing.take               .HD.....  case lead
evidence.add                 CHDL....  case
evidence.begin               CHDL....  case
evidence.get                 CHDLEA.M  evidence
evidence.of_case             CHDLEA.M  case
evidence.opened              ...LEA..  case
evidence.pairs               CHDLEA.M  case
evidence.reuse               CHDLEA.M  evidence
evidence.view                CHDLEA.M  evidence
evidence.void                .H.LE...  void
export.download              CHDLEASM
export.write                 CHDLEASM
footprints.add               CHD.....  case lead
footprints.check             CHD.....  case lead
footprints.of_case           CHDLEASM  case
footprints.read_file         CHD.....  case lead
footprints.remove            CHD.....  case lead
gathering.choices            CHDL....
gathering.coded              CHDL....
gathering.find               CHDLEASM  case
gathering.heading            CHDL....  case
handover.hand_over           ......SM
inbox.check                  CH.L...M
inbox.discard                CH.L...M  own
inbox.get                    CH.L...M  own
inbox.put                    CH.L...M
inbox.remember               CH.L...M
inbox.save                   CH.L...M
inbox.waiting                CH.L...M
intake.check                 CH.L...M
intake.check_book            CH.L...M
irregular.counts             ...LEA.M
issuing.issue                ...L....
issuing.served               ...L....
lawful.lawful_date           CHDLEASM
lawful.period                CHDLEASM
layers.cases                 CHDLEASM
layers.footprints            CHDLEASM
layers.frame                 CHDLEASM
layers.streets               CHDLEASM
lists.case                   CHDLEASM  case
lists.page                   CHDLEASM
login.change_password        CHDLEAS.
lossrate.losses              CHDLEASM
neighbours.around            CHDLEASM  case
newcases.likely              CHDLEASM
newcases.register_case       CHDL....
notes.dropped                CHDLEAS.
notes.keep                   CHDLEAS.
notes.kept                   CHDLEAS.
oddities.account_acts        .....A.M
oddities.found               ...LEA.M
overriding.ask               .HD.....  case lead
overriding.decide            ....E...
overriding.waiting           CHDLEASM
overview.accidents           ...LE...
overview.month_points        CHDLEASM
overview.overview            CHDLEASM
packages.hold                CHDL....
packages.take                CHDL....
papers.attach                CHDL....  paper
papers.make                  CHDL....  case lead
papers.make_batch            ...L....
papers.of_case               CHDLEA..  case
papers.print_                CHDLEA..  paper
patrols.recent               CHDLEASM
patrols.record               CHDL....
pausing.pause                .HD.....  case lead
pausing.resume               .HD.....  case lead
papers.ready                 CHDLEA..  case
planning.plan                CHDLEASM  case
planning.save_plan           CH......  case lead
planning.tell_measure        CH......  case lead
planning.verify_measures     ..DL....  case
posts.end                    ......SM
posts.give                   ......SM
posts.hire                   ......SM
progress.funds               CHDLEASM
progress.pay                 CH......  case lead
progress.propose_milestones  CHDL....  case
progress.save_milestones     CH......  case lead
progress.set_items           CHDL....  case lead
progress.tell_item           CH......  case
progress.verify_item         ..DL....  case
proposals.confirm            .H.LE...  proposal
proposals.propose            CHDL....  case
proposals.refuse             .H.LE...  proposal
proposals.waiting            .H.LEA..
register.add_district        ...L..SM
register.read                CHDLEASM
reporting.curve              CHDLEASM
reporting.rates              CHDLEASM
sealing.hand_over            ......SM
sealing.head                 ...LEASM
serving.serve                .HD.....  case lead
sessions.end_mine            CHDLEAS.  own
sessions.end_of_account      ......SM
sessions.mine                CHDLEAS.
sessions.of_account          ......SM
sessions.work_at             CHDLEAS.  own
signatures.ask               CH......  case lead
signatures.heads             CH......
signatures.on_paper          CH......  signature
signatures.returned          CH......
signatures.send_back         .H......  signature
signatures.sign              .H......  signature
signatures.waiting           CH......
stockfigures.figures         CHDLEASM
stockfigures.members         CHDLEASM
taking.commit                CH.L...M
targets.all_of_year          CHDLEASM
targets.areas_of_year        CHDLEASM
targets.set_target           ...L...M
todo.mine                    CHDLEASM
todo.others                  CHDLEASM
todo.standing                CHDLEASM  case
trail.verify                 ...LEA.M
unreported.places            CHDLEASM
words.add                    ...L..SM
words.added                  CHDLEASM
"""

SIGHT = """
actor                  role A       B
clerk                  C    lead    -
head                   H    lead    -
clerk of co-street     C    co      -
head of co-street      H    co      -
clerk elsewhere        C    -       lead
head elsewhere         H    -       lead
department             D    lead    -
department elsewhere   D    -       lead
listing                L    lead    lead
leader                 E    lead    lead
auditor                A    lead    lead
admin                  S    lead    lead
machine                M    lead    lead
delegate               H    lead    -
demoted                C    -       lead
"""
"""What each actor sees of case A (led by 五马, 双屿 beside it, 区应急管理局 supervises) and of case B
(led by 南汇, supervised by 区住房和城乡建设局). The delegate is a clerk of 南汇 who works at the lent
post of the head of 五马; the demoted was the listing office's when he logged in and is a clerk of
南汇 now."""

NOBODY = ("disabled", "expired", "logged out", "without a post")
"""Their cookie is still in the browser and opens nothing: they are strangers."""

LISTED = "listed planned rectifying submitted checked accepted"
AFTER_LISTING = f"{LISTED} struck-off withdrawn transferred"

STEPS = f"""
assess           D     D     found
file-plan        H     H     listed
return-plan      D     D     planned
start            D     D     planned
submit           H     H     rectifying
check            D     D     submitted
accept           D     D     checked
return           D     D     submitted checked
strike-off       L     H     accepted
send-back        L     L     accepted
undo             L     H     struck-off
withdraw         L     H     {LISTED}
transfer         L     L     {LISTED}
move             L     L     {LISTED}
uplist           L     L     {LISTED}
apply-extension  H     H     listed planned rectifying
grant-extension  L     H     listed planned rectifying
refuse-extension L     H     listed planned rectifying
suspend          D     D     {LISTED}
resume           D     D     {LISTED}
correct          L     L     {AFTER_LISTING}
accident         CHDL  CHDL  {AFTER_LISTING}
conclude         L     L     found assessed {AFTER_LISTING}
"""
"""Step, who takes it at 区级 and above, who at 街镇级 (there the street itself is the listing body, and
only the listing body extends, strikes off or withdraws), and at which stages it is open. ``list``
stands in none of these rows: it goes by batches, and casework.take says so to everybody."""

ROUTES = """
GET  /account/login            anybody
POST /account/login            anybody
GET  /account/logout           anybody
POST /account/logout           anybody
GET  /healthz                  anybody
GET  /favicon.ico              anybody
GET  /account/password         CHDLEAS.
POST /account/password         CHDLEAS.
GET  /overview                 CHDLEAS.
GET  /map/view                 CHDLEAS.
GET  /layers/streets.geojson   CHDLEAS.
GET  /layers/cases.geojson     CHDLEAS.
GET  /layers/footprints.geojson  CHDLEAS.
GET  /footprints/{case:int}/view     CHDLEAS.  case
GET  /footprints/{case:int}.geojson  CHDLEAS.  case
GET  /download/{name}          CHDLEAS.
POST /evidence                 CHDL....  case
GET  /evidence/case/{id:int}.json  CHDLEA..  case
GET  /evidence/{id:int}        CHDLEA..  evidence
GET  /evidence/{id:int}/view   CHDLEA..  evidence
GET  /evidence/{id:int}/thumb  CHDLEA..  evidence
GET  /upload/{id:int}          CHDL....  case
GET  /case/{id:int}/qr.svg     CHDL....  case
POST /evidence/package         CHDL....
POST /evidence/code            CHDL....
GET  /desk                     CHDL....
GET  /package.html             CHDL....
GET  /papers/{numbers}         CHDLEA..  paper
GET  /dossier/{case:int}       ..DLEA..  case
GET  /folder/{case:int}        .HDLEA..  case
"""
"""Every route beside Streamlit's own. Mounts (``/assets/…``) want a session and no role."""

SHOWS = """
batches.held
export.download
gathering.choices
layers.cases
lists.page
lossrate.losses
newcases.likely
oddities.found
overriding.waiting
overview.overview
patrols.recent
proposals.waiting
signatures.waiting
stockfigures.members
todo.mine
todo.others
unreported.places
"""
"""Operations about no single case that tell of cases by name: to whoever sees them, and nobody else."""
