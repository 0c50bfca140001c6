package org.jivesoftware.openfire.plugin.cloudnotify.registration;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xmpp.packet.JID;

/**
 * One device that wants to be woken: what its client enabled (XEP-0357 §5, behaviour §1). Immutable; times to the millisecond.
 *
 * <p>A cache holds very many of these, so its texts are one array (see {@link PackedTexts}), and what few of them have is apart.
 */
public final class Registration {

    private final String username;
    private final JID service;
    private final byte[] texts;
    private final long enabled;
    /** Null where all of it is as usual. */
    private final @Nullable Rare rare;

    /** What few registrations have; each as in {@link Registration}. */
    private record Rare(@Nullable String userAgent, Health health, @Nullable RecentResources recent, @Nullable Wishes wishes) {

        private static final Rare NONE = new Rare(null, Health.GOOD, null, null);

        Rare {
            Objects.requireNonNull(health, "health");
            health = health.equals(Health.GOOD) ? Health.GOOD : health;
        }

        @Nullable Rare orNull() {
            return equals(NONE) ? null : this;
        }
    }

    /**
     * A registration of an app that asked for nothing but pushes, of a client that used one resource only.
     *
     * @param key user, service and node
     * @param options the publish-options to send along with each push, or null where the client gave none
     * @param resource the resource of the session that enabled it last
     * @param userAgent the XEP-0388 user-agent id of that session, or null where the server does not know it
     * @param created when it was first enabled
     * @param enabled when it was last enabled
     * @param health how it has been doing
     */
    public Registration(RegistrationKey key, @Nullable PublishOptions options, String resource, @Nullable String userAgent, Instant created,
                        Instant enabled, Health health) {
        this(key, options, null, resource, null, userAgent, created, enabled, health);
    }

    /**
     * @param key as above
     * @param options as above
     * @param wishes what else the app asked for, or null for nothing
     * @param resource as above
     * @param recent which resources enabled it before that one, or null for none
     * @param userAgent as above
     * @param created as above
     * @param enabled as above
     * @param health as above
     */
    public Registration(RegistrationKey key, @Nullable PublishOptions options, @Nullable Wishes wishes, String resource,
                        @Nullable RecentResources recent, @Nullable String userAgent, Instant created, Instant enabled, Health health) {
        this(key.username(), key.service(), PackedTexts.pack(key.nodeBytes(), resource.getBytes(StandardCharsets.UTF_8),
            enabled.toEpochMilli() - created.toEpochMilli(), options), enabled.toEpochMilli(),
            new Rare(userAgent, health, recent, wishes).orNull());
    }

    private Registration(String username, JID service, byte[] texts, long enabled, @Nullable Rare rare) {
        this.username = Objects.requireNonNull(username);
        this.service = Objects.requireNonNull(service);
        this.texts = texts;
        this.enabled = enabled;
        this.rare = rare;
    }

    /** @return user, service and node. A new object, but a small one. */
    public RegistrationKey key() {
        int from = PackedTexts.start(texts, 0);
        return new RegistrationKey(username, service, texts, from, from + PackedTexts.number(texts, 0));
    }

    /** @return the user's local part */
    public String username() {
        return username;
    }

    /** @return the publish-options to send along with each push, or null where the client gave none */
    public @Nullable PublishOptions options() {
        int from = PackedTexts.optionsAt(texts);
        return from == texts.length ? null : new PublishOptions(texts, from, texts.length);
    }

    /** @return what else the app asked for in its {@code <enable/>}, or null for nothing */
    public @Nullable Wishes wishes() {
        return rare == null ? null : rare.wishes();
    }

    /** @return the resource of the session that enabled it last; empty where that was none */
    public String resource() {
        int at = PackedTexts.resourceAt(texts);
        return new String(texts, PackedTexts.start(texts, at), PackedTexts.number(texts, at), StandardCharsets.UTF_8);
    }

    /** @return which resources enabled it before {@link #resource()} did, or null for none */
    @Nullable RecentResources recent() {
        return rare == null ? null : rare.recent();
    }

    /**
     * @param resource that of a session
     * @return whether a session with that resource enabled it, last or lately
     */
    public boolean hasResource(String resource) {
        return !resource.isEmpty()
            && (PackedTexts.equalsResource(texts, resource) || rare != null && rare.recent() != null && rare.recent().contains(resource));
    }

    /** @return the XEP-0388 user-agent id of the session that enabled it last, or null where the server does not know it */
    public @Nullable String userAgent() {
        return rare == null ? null : rare.userAgent();
    }

    /** @return when it was first enabled */
    public Instant created() {
        return Instant.ofEpochMilli(enabled - PackedTexts.age(texts));
    }

    /** @return when it was last enabled */
    public Instant enabled() {
        return Instant.ofEpochMilli(enabled);
    }

    /** @return how it has been doing */
    public Health health() {
        return rare == null ? Health.GOOD : rare.health();
    }

    /**
     * @param newHealth not null
     * @return the same registration with another health
     */
    public Registration with(Health newHealth) {
        return new Registration(username, service, texts, enabled,
            new Rare(userAgent(), Objects.requireNonNull(newHealth), recent(), wishes()).orNull());
    }

    /**
     * @param sameName a text that equals the user's name
     * @param sameService an address that equals the service's
     * @return an equal registration that shares these
     */
    Registration sharing(String sameName, JID sameService) {
        return new Registration(sameName, sameService, texts, enabled, rare);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Registration same && enabled == same.enabled && Arrays.equals(texts, same.texts)
            && username.equals(same.username) && service.equals(same.service) && Objects.equals(rare, same.rare);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(texts) * 31 + username.hashCode();
    }

    /** Without what is a secret between an app and its service. */
    @Override
    public String toString() {
        return "Registration[" + username + "/" + resource() + " at " + service + ", " + health() + "]";
    }
}
