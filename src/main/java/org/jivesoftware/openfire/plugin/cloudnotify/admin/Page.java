package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * One request to one page of the console, and its answer.
 *
 * @param running what there is to show, or null where nothing runs
 * @param texts the language
 * @param request not null
 * @param response not null
 * @param templates the pages' templates
 * @param tokens the page tokens
 */
record Page(@Nullable Console running, Texts texts, HttpServletRequest request, HttpServletResponse response, Templates templates,
            PageToken tokens) {

    /** Checks. */
    Page {
        Objects.requireNonNull(request);
        Objects.requireNonNull(response);
    }

    /** @return what there is to show: where nothing runs, no page gets this far */
    Console console() {
        return Objects.requireNonNull(running, "Without the plugin there are no pages");
    }

    /** @return the parameter, or the empty string where it is missing */
    String parameter(String name) {
        String value = request.getParameter(name);
        return value == null ? "" : value;
    }

    /** @return all values of a parameter */
    List<String> parameters(String name) {
        String[] values = request.getParameterValues(name);
        return values == null ? List.of() : List.of(values);
    }

    /** @return the user name of who is logged in */
    String administrator() {
        return Administrator.of(request);
    }

    /** Answers with another page, which shows the notices. */
    void redirect(String url, List<Notice> notices) throws IOException {
        Notice.keep(request.getSession(), notices);
        response.sendRedirect(url);
    }

    /**
     * Answers with a page.
     *
     * @param status the HTTP status
     * @param place where in the console's menu it is
     * @param template the template of its content
     * @param model what that shows
     * @param notices what to tell above it, before what the previous page left to tell and what this version of Openfire lacks
     */
    void show(int status, Place place, String template, Map<String, ?> model, List<Notice> notices) throws IOException {
        List<Notice> all = new ArrayList<>(notices);
        all.addAll(Notice.take(request.getSession()));
        if (running != null) {
            all.addAll(Notice.of(running.parts(), texts));
        }
        Map<String, Object> content = new HashMap<>(model);
        content.put("token", tokens.of(request.getSession()));
        Map<String, Object> frame = new HashMap<>(Map.of(
            "title", texts.get(place.title()),
            "language", texts.language(),
            "page", place.page(),
            "subPage", place.subPage(),
            "extra", place.extra(),
            "scripts", place.scripts(),
            "notices", all.stream().map(notice -> Map.of("style", notice.style(), "text", notice.text(),
                "role", notice.urgent() ? "alert" : "status")).toList()));
        frame.put("content", templates.render(template, content, texts));
        response.setStatus(status);
        response.setContentType("text/html; charset=UTF-8");
        response.getWriter().write(templates.render("page", frame, texts));
    }

    /** Answers with a page that has nothing but an error. */
    void refuse(int status, Place place, String key) throws IOException {
        show(status, place, "nothing", Map.of("back", place.address()), List.of(Notice.error(texts.get(key))));
    }
}
