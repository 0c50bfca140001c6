package org.jivesoftware.openfire.plugin.cloudnotify.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntSupplier;
import org.jivesoftware.openfire.plugin.cloudnotify.api.PushRegistration;
import org.jivesoftware.openfire.plugin.cloudnotify.api.RegistrationDraft;
import org.jivesoftware.openfire.plugin.cloudnotify.api.RegistrationReviewer;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.EnablePolicy;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.PublishOptions.Field;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.Refusal;
import org.jivesoftware.openfire.plugin.cloudnotify.registration.RegistrationKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.PacketError;

/** Asks other plugins before a registration is stored (behaviour §6). Runs on the user's lane, never on a thread that routes stanzas. */
public final class RegistrationReviews implements EnablePolicy {

    private static final Logger LOG = LoggerFactory.getLogger(RegistrationReviews.class);
    private static final String EVENT = "the review of a registration";
    private static final String FORM_TYPE = "FORM_TYPE";
    private static final int LONGEST_TEXT = 256;
    /** Control characters and the like, and halves of surrogate pairs. */
    private static final String UNSENDABLE = "[^\\P{C}\\n\\t]";

    private final Extensions extensions;
    private final IntSupplier maxOptionsSize;

    /**
     * @param extensions whom to ask
     * @param maxOptionsSize how large publish-options may be, in bytes
     */
    public RegistrationReviews(Extensions extensions, IntSupplier maxOptionsSize) {
        this.extensions = Objects.requireNonNull(extensions);
        this.maxOptionsSize = Objects.requireNonNull(maxOptionsSize);
    }

    @Override
    public @Nullable PublishOptions review(RegistrationKey key, @Nullable PublishOptions options) throws Refusal {
        @Nullable PublishOptions present = options;
        for (GuardedListener<RegistrationReviewer> reviewer : extensions.registrationReviewers()) {
            Draft draft = new Draft(key, present);
            boolean asked = reviewer.ask(EVENT, each -> each.review(draft));
            draft.end();
            if (asked && draft.refusal != null) {
                throw new Refusal(PacketError.Condition.not_allowed, PacketError.Type.cancel, draft.refusal);
            }
            if (asked && draft.amended) {
                present = amended(present, draft);
            }
        }
        return present;
    }

    /** A plugin must not get past the limits that clients have to keep. */
    private @Nullable PublishOptions amended(@Nullable PublishOptions present, Draft draft) {
        PublishOptions amended = draft.fields.isEmpty() ? null : PublishOptions.of(draft.fields);
        if (amended != null && amended.size() > maxOptionsSize.getAsInt()) {
            LOG.warn("Another plugin made the publish-options of user {} larger than {} bytes; they stay as the client sent them",
                draft.registration.username(), maxOptionsSize.getAsInt());
            return present;
        }
        return amended;
    }

    private static final class Draft extends DraftState implements RegistrationDraft {

        private final PushRegistration registration;
        private final List<Field> fields;
        private boolean amended;
        private @Nullable String refusal;

        Draft(RegistrationKey key, @Nullable PublishOptions options) {
            this.registration = KnownRegistration.of(key, null);
            this.fields = options == null ? new ArrayList<>() : new ArrayList<>(options.fields());
        }

        @Override
        public PushRegistration registration() {
            return registration;
        }

        @Override
        public synchronized List<String> optionNames() {
            return fields.stream().map(field -> Objects.requireNonNullElse(field.var(), "")).toList();
        }

        @Override
        public void setOption(String name, List<String> values) {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("A publish-option needs a name");
            }
            checkName(name);
            List<Field> check = List.of(formType(), new Field(name, null, null, values));
            // Throws where a text is none that XML can carry.
            PublishOptions.of(check);
            change(() -> {
                amended = true;
                if (fields.isEmpty()) {
                    fields.add(formType());
                }
                for (int i = 0; i < fields.size(); i++) {
                    Field field = fields.get(i);
                    if (name.equals(field.var())) {
                        fields.set(i, new Field(name, field.type(), field.label(), values));
                        return;
                    }
                }
                fields.add(new Field(name, null, null, values));
            });
        }

        @Override
        public void removeOption(String name) {
            checkName(name);
            change(() -> amended |= fields.removeIf(field -> name.equals(field.var())));
        }

        @Override
        public void refuse(String text) {
            Objects.requireNonNull(text, "text");
            change(() -> refusal = text.substring(0, Math.min(text.length(), LONGEST_TEXT)).replaceAll(UNSENDABLE, "?"));
        }

        private static Field formType() {
            return new Field(FORM_TYPE, null, null, List.of(PublishOptions.FORM_TYPE));
        }

        private static void checkName(String name) {
            if (name.equals(FORM_TYPE)) {
                throw new IllegalArgumentException("FORM_TYPE stays as it is");
            }
        }
    }
}
