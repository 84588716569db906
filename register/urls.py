"""Where releases, collections and the register live."""

from django.urls import include, path

from register.views import collecting, register, releasing

urlpatterns = [
    path("", include("register.custody.urls")),
    path("", include("register.inspections.urls")),
    path("", include("register.redaction.urls")),
    path("", include("register.transcripts.urls")),
    path("releases/new/<uuid:grant_id>/<uuid:recording_id>/", releasing.release_new, name="release_new"),
    path("releases/<uuid:release_id>/", releasing.release_detail, name="release_detail"),
    path("releases/<uuid:release_id>/release/", releasing.release_now, name="release_now"),
    path("releases/<uuid:release_id>/discard/", releasing.release_discard, name="release_discard"),
    path("releases/<uuid:release_id>/listen/", releasing.release_listen, name="release_listen"),
    path("releases/<uuid:release_id>/listen/audio/", releasing.release_audio, name="release_audio"),
    path("releases/<uuid:release_id>/link/", releasing.link_renew, name="link_renew"),
    path("releases/<uuid:release_id>/package/", releasing.release_package, name="release_package"),
    path("releases/<uuid:release_id>/package/download/", releasing.package_download, name="package_download"),
    path("collect/<str:token>/", collecting.collect, name="collect"),
    path("collect/<str:token>/copy/", collecting.collected, name="collected"),
    path("collect/<str:token>/download/", collecting.collect_download, name="collect_download"),
    path("collect/<str:token>/recording/", collecting.collect_plain, name="collect_plain"),
    path("collect/<str:token>/deleted/", collecting.collect_deleted, name="collect_deleted"),
    path("register/", register.register, name="register"),
    path("register/export/", register.register_export, name="register_export"),
    path("register/<int:year>/<int:number>/", register.register_line, name="register_line"),
    path("register/<int:year>/<int:number>/<str:kind>/", register.line_annotate, name="line_annotate"),
    path("certificates/<int:year>/<int:number>/", register.certificate, name="certificate"),
]
