-- One row for each registration: a device that wants to be woken through a push service.
-- userOrder and serviceOrder: the text as three digits for each byte of its UTF-8 form, which sorts alike in every collation.
-- Binary collation: two users whose names differ by an accent only are two users.

CREATE TABLE ofCloudNotify (
  regID           VARCHAR(64)     NOT NULL,
  username        VARCHAR(64)     NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  service         VARCHAR(3071)   NOT NULL,
  serviceOrder    VARCHAR(180)    NOT NULL,
  boundResource   VARCHAR(1023),
  userAgent       VARCHAR(255),
  creationDate    CHAR(15)        NOT NULL,
  enabledDate     CHAR(15)        NOT NULL,
  errorCount      INTEGER         NOT NULL,
  goneCount       INTEGER         NOT NULL,
  disabledDate    CHAR(15),
  lastError       VARCHAR(64),
  lastPushDate    CHAR(15),
  node            MEDIUMTEXT,
  options         MEDIUMTEXT,
  PRIMARY KEY (regID),
  INDEX ofCloudNotify_user_idx (userOrder, regID),
  INDEX ofCloudNotify_serv_idx (serviceOrder, regID),
  INDEX ofCloudNotify_cDate_idx (creationDate, regID),
  INDEX ofCloudNotify_errors_idx (errorCount, regID),
  INDEX ofCloudNotify_dDate_idx (disabledDate, regID)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 1);
