package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.servlet.http.HttpServletRequest;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.SettingsAdvice.Advice;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.SettingsForm.Entry;
import org.jivesoftware.openfire.plugin.cloudnotify.admin.SettingsForm.Problem;
import org.jivesoftware.openfire.plugin.cloudnotify.failure.PartName;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PushService;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Setting;
import org.jivesoftware.openfire.plugin.cloudnotify.settings.Settings;

/** The settings page. Either everything that was typed is right and is saved, or nothing is. */
public final class SettingsServlet extends ConsoleServlet {

    private static final long serialVersionUID = 1L;

    /** How the names of browsers' push services begin. */
    private static final String HTTPS = "https://";
    /** The button that saves nothing. */
    private static final String PREVIEW = "preview";

    private final transient Object saving = new Object();
    private final transient Aged<Map<PushService, Long>> devices = new Aged<>();
    private final transient Aged<Long> browsers = new Aged<>();

    @Override
    PartName part() {
        return PartName.SETTINGS_PAGE;
    }

    @Override
    Place place(HttpServletRequest request) {
        return Place.SETTINGS;
    }

    @Override
    void get(Page page) throws IOException {
        show(page, 200, SettingsForm.of(page.console().settings()), List.of());
    }

    @Override
    void post(Page page) throws IOException {
        SettingsForm form;
        Map<Setting<?>, Entry> changes;
        // Between the look at what the settings are and the change nobody else's form is let in.
        synchronized (saving) {
            form = SettingsForm.read(page.console().settings(), page.request()::getParameter);
            changes = page.parameter(PREVIEW).isEmpty() ? form.save(page.console().settings()) : Map.of();
        }
        Texts texts = page.texts();
        if (form.has(Problem.WRONG)) {
            show(page, 422, form, List.of(Notice.error(texts.get("settings.wrong"))));
        } else if (form.has(Problem.CONFLICT)) {
            show(page, 409, form, List.of(new Notice(Notice.Kind.WARNING, texts.get("settings.conflicts"))));
        } else if (!page.parameter(PREVIEW).isEmpty()) {
            show(page, 200, form, List.of(new Notice(Notice.Kind.INFO, texts.get("settings.previewed"))));
        } else if (changes.isEmpty()) {
            page.redirect(Place.SETTINGS.address(), List.of(new Notice(Notice.Kind.INFO, texts.get("settings.unchanged"))));
        } else {
            page.console().audit().log(page.administrator(), "changed settings of Cloud Notify", details(changes));
            SettingsView view = new SettingsView(texts);
            page.redirect(Place.SETTINGS.address(), List.of(Notice.success(texts.get("settings.saved",
                changes.keySet().stream().map(view::label).collect(Collectors.joining(", "))))));
        }
    }

    private static String details(Map<Setting<?>, Entry> changes) {
        return changes.values().stream()
            .map(entry -> entry.setting() == Settings.METRICS_TOKEN ? entry.setting().property() + ": changed"
                : entry.setting().property() + ": \"" + entry.current() + "\" -> \"" + entry.text() + "\"")
            .collect(Collectors.joining("\n"));
    }

    private void show(Page page, int status, SettingsForm form, List<Notice> notices) throws IOException {
        Console console = page.console();
        SettingsView view = new SettingsView(page.texts());
        Map<String, Object> model = view.model(form, console.browser().knownKey());
        Settings typed = form.asTyped();
        model.put("preview", view.preview(typed));
        Instant now = console.clock().instant();
        // Counting all of a million takes a while, and is in vain where there are no lists.
        boolean lists = !typed.get(Settings.SERVICES_ALLOWED).isEmpty() || !typed.get(Settings.SERVICES_DENIED).isEmpty();
        List<Advice> advice = SettingsAdvice.of(typed, page.texts(), console.users().offline(),
            lists ? devices.get(now, "", console.counter(), console.search()::services).value() : Map.of(),
            browsers.get(now, "", console.counter(), () -> console.search().count(HTTPS)).value());
        model.put("advice", view.advice(advice));
        model.put("anyAdvice", !advice.isEmpty());
        page.show(status, Place.SETTINGS, "settings", model, notices);
    }
}
