-- One row for each registration: a device that wants to be woken through a push service.
-- userOrder and serviceOrder: the text as three digits for each byte of its UTF-8 form, which sorts alike in every collation.

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
  node            TEXT,
  options         TEXT,
  CONSTRAINT ofCloudNotify_pk PRIMARY KEY (regID)
);
CREATE INDEX ofCloudNotify_user_idx ON ofCloudNotify (userOrder, regID);
CREATE INDEX ofCloudNotify_serv_idx ON ofCloudNotify (serviceOrder, regID);
CREATE INDEX ofCloudNotify_cDate_idx ON ofCloudNotify (creationDate, regID);
CREATE INDEX ofCloudNotify_errors_idx ON ofCloudNotify (errorCount, regID);
CREATE INDEX ofCloudNotify_dDate_idx ON ofCloudNotify (disabledDate, regID);

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 1);
