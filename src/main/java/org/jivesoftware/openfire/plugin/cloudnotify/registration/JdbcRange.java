package org.jivesoftware.openfire.plugin.cloudnotify.registration;

/** Which values of a column, for the database and for who has them in hand. */
enum JdbcRange {

    /** Any, or none. */
    ALL("1 = 1") {
        @Override
        boolean contains(Object value) {
            return true;
        }
    },
    /** No value. */
    ABSENT("%s IS NULL") {
        @Override
        boolean contains(Object value) {
            return "".equals(value);
        }
    },
    /** Any text of digits. */
    PRESENT("%s >= '0'") {
        @Override
        boolean contains(Object value) {
            return !"".equals(value);
        }
    },
    /** A number that is not 0. */
    SOME("%s > 0") {
        @Override
        boolean contains(Object value) {
            return value instanceof Integer number && number > 0;
        }
    },
    /** The number 0. */
    ZERO("%s = 0") {
        @Override
        boolean contains(Object value) {
            return value instanceof Integer number && number == 0;
        }
    };

    private final String condition;

    JdbcRange(String condition) {
        this.condition = condition;
    }

    /**
     * @param column the column
     * @return the condition in SQL
     */
    String of(String column) {
        return condition.replace("%s", column);
    }

    /**
     * @param value a value, an Integer or a String, which is empty where there is none
     * @return whether it is one of these
     */
    abstract boolean contains(Object value);
}
