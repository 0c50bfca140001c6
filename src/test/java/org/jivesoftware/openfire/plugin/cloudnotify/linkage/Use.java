package org.jivesoftware.openfire.plugin.cloudnotify.linkage;

import java.util.Objects;

/**
 * Something of Openfire or its libraries that compiled classes rely on.
 *
 * @param type   the name of the class or interface of Openfire
 * @param member what of it: in parentheses what kind of type it has to be, else a field or method with its JVM descriptor, as
 *               {@code static getInstance()Lorg/jivesoftware/openfire/XMPPServer;}; a method that has to be implemented has
 *               {@code abstract} in front, one that may not be overridden {@code final}
 */
record Use(String type, String member) implements Comparable<Use> {
    /** Any kind of type will do. */
    static final String TYPE = "(type)";
    /** Methods are called on it as on a class. */
    static final String CLASS = "(class)";
    /** Methods are called on it as on an interface. */
    static final String INTERFACE = "(interface)";
    /** The plugin has subclasses of it. */
    static final String SUPERCLASS = "(superclass)";
    /** The plugin implements it. */
    static final String IMPLEMENTED = "(implemented)";

    static final String STATIC = "static ";
    static final String ABSTRACT = "abstract ";
    static final String FINAL = "final ";

    Use {
        Objects.requireNonNull(type);
        Objects.requireNonNull(member);
    }

    /** Whether it must not be there: an abstract method that the plugin lacks, a final one that it has. */
    boolean isObstacle() {
        return member.startsWith(ABSTRACT) || member.startsWith(FINAL);
    }

    boolean isKind() {
        return member.startsWith("(");
    }

    boolean isMethod() {
        return !isKind() && member.indexOf('(') >= 0;
    }

    boolean isStatic() {
        return member.startsWith(STATIC);
    }

    /** The member's name, without what stands in front. */
    String name() {
        String plain = withoutPrefix();
        return plain.substring(0, plain.indexOf(isMethod() ? '(' : ' '));
    }

    /** As class files' members are named in {@link Types}. */
    String nameAndDescriptor() {
        return withoutPrefix();
    }

    private String withoutPrefix() {
        for (String prefix : new String[] {STATIC, ABSTRACT, FINAL}) {
            if (member.startsWith(prefix)) {
                return member.substring(prefix.length());
            }
        }
        return member;
    }

    @Override
    public int compareTo(Use other) {
        int byType = type.compareTo(other.type);
        return byType != 0 ? byType : member.compareTo(other.member);
    }

    @Override
    public String toString() {
        return type + (isKind() ? " " : ".") + member;
    }
}
