package org.jivesoftware.openfire.plugin.cloudnotify.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.ActivityLine;
import org.jivesoftware.openfire.plugin.cloudnotify.activity.Answer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Registration;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Row;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationSearch.Sort;
import org.jspecify.annotations.Nullable;

/** Puts registrations into words. */
final class RegistrationsView {

    private static final int SHOWN_OF_NODE = 20;

    private final Texts texts;
    private final Set<String> chosen;

    RegistrationsView(Texts texts) {
        this(texts, Set.of());
    }

    /** @param chosen the ids of those that are ticked */
    RegistrationsView(Texts texts, Set<String> chosen) {
        this.texts = texts;
        this.chosen = Set.copyOf(chosen);
    }

    /**
     * @param rows what was found, in order
     * @param console knows how they are doing
     * @return the model of the table of registrations
     */
    Map<String, Object> table(List<Row> rows, Console console) {
        Map<String, ActivityLine> answers = console.activity().lastAnswers();
        Map<String, Object> model = new HashMap<>();
        model.put("any", !rows.isEmpty());
        model.put("rows", rows.stream().map(row -> row(row, answers.get(row.registration().key().id()), console)).toList());
        return model;
    }

    /** @return the columns that the list can be sorted by, and the others */
    List<Map<String, ?>> columns(@Nullable RegistrationQuery query) {
        return List.of(column("user", Sort.USER, query), column("service", Sort.SERVICE, query), column("node", null, query),
            column("resource", null, query), column("since", Sort.CREATED, query), column("last-push", Sort.LAST_PUSH, query),
            column("last-answer", null, query), column("errors", Sort.ERRORS, query), column("state", Sort.STATE, query));
    }

    private Map<String, ?> column(String name, @Nullable Sort sort, @Nullable RegistrationQuery query) {
        Map<String, Object> column = new HashMap<>();
        column.put("title", texts.get("column." + name));
        column.put("link", query == null || sort == null ? null : query.by(sort).url());
        column.put("sorted", query == null || sort != query.sort() ? null : query.descending() ? "descending" : "ascending");
        return column;
    }

    private Map<String, ?> row(Row row, @Nullable ActivityLine answer, Console console) {
        Registration registration = row.registration();
        RegistrationKey key = registration.key();
        Map<String, Object> model = new HashMap<>();
        model.put("id", key.id());
        model.put("select", texts.get("registrations.select", describe(key)));
        model.put("chosen", chosen.contains(key.id()));
        model.put("activityLink", ActivityQuery.of(key.username()).device(key.id()).url());
        model.put("user", key.username());
        model.put("userLink", userPage(key.username()));
        model.put("service", key.destination().service().name());
        model.put("node", key.node());
        model.put("nodeShort", shortNode(key));
        model.put("nodeLong", key.node() != null && key.node().length() > SHOWN_OF_NODE);
        model.put("resource", registration.resource());
        model.put("features", features(registration));
        model.put("since", time(registration.created()));
        model.put("lastPush", row.lastPush() == null ? null : time(row.lastPush()));
        model.put("lastAnswer", lastAnswer(registration, answer));
        model.put("errors", texts.number(registration.health().errors()));
        model.put("erring", registration.health().errors() > 0);
        DeviceState state = DeviceState.of(registration, console, texts);
        model.put("good", state.good());
        model.put("state", state.words());
        return model;
    }

    /** What its app asked for, in words, or null for nothing. Never a value of it: keys are secrets. */
    private @Nullable String features(Registration registration) {
        return registration.wishes() == null ? null : registration.wishes().features().stream()
            .map(name -> texts.has("feature." + name) ? texts.get("feature." + name) : name).collect(Collectors.joining(", "));
    }

    private Map<String, String> time(Instant time) {
        return Map.of("iso", time.toString(), "words", texts.time(time));
    }

    private @Nullable String lastAnswer(Registration registration, @Nullable ActivityLine answer) {
        if (answer != null && answer.condition() != null && answer.latency() != null) {
            return texts.get("answer.at", answer(answer.condition(), answer.latency()), texts.time(answer.time()));
        }
        String error = registration.health().lastError();
        return error == null ? null : condition(error);
    }

    /** @return an answer in words */
    String answer(Answer answer) {
        return answer(answer.condition(), answer.latency());
    }

    private String answer(String condition, Duration latency) {
        return condition.equals(Answer.TIMEOUT) ? texts.get("answer.timeout")
            : texts.get("answer.after", condition(condition), texts.seconds(latency));
    }

    /** @return an error in words */
    String condition(String condition) {
        return new ActivityWords(texts).condition(condition);
    }

    /** @return user, service and node in a few words */
    String describe(RegistrationKey key) {
        return key.node() == null ? texts.get("registrations.one.no-node", key.username(), key.destination().service().name())
            : texts.get("registrations.one", key.username(), key.destination().service().name(), shortNode(key));
    }

    /** @return the beginning and the end of the node, or null where there is none */
    static @Nullable String shortNode(RegistrationKey key) {
        return Shortened.inTheMiddle(key.node(), SHOWN_OF_NODE);
    }

    /** @return the address of Openfire's own page about a user */
    static String userPage(String username) {
        return "/user-properties.jsp?username=" + URLEncoder.encode(username, StandardCharsets.UTF_8);
    }

    /** @return the buttons below the table */
    List<Map<String, String>> buttons() {
        return Arrays.stream(RegistrationAction.values()).map(action -> action.name().toLowerCase(Locale.ROOT))
            .map(name -> Map.of("value", name, "label", texts.get("action." + name))).toList();
    }
}
