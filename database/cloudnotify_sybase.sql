-- One row for each registration: a device that wants to be woken through a push service.
-- userOrder and serviceOrder: the text as three digits for each byte of its UTF-8 form, which sorts alike in every collation.
-- Sybase rows must fit into a page: the address of a service is limited to 1,024 characters.

CREATE TABLE ofCloudNotify (
  regID           VARCHAR(64)     NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  service         NVARCHAR(1024)  NOT NULL,
  serviceOrder    VARCHAR(180)    NOT NULL,
  boundResource   NVARCHAR(1023)  NULL,
  userAgent       NVARCHAR(255)   NULL,
  creationDate    VARCHAR(15)     NOT NULL,
  enabledDate     VARCHAR(15)     NOT NULL,
  errorCount      INTEGER         NOT NULL,
  goneCount       INTEGER         NOT NULL,
  disabledDate    VARCHAR(15)     NULL,
  lastError       NVARCHAR(64)    NULL,
  lastPushDate    VARCHAR(15)     NULL,
  node            TEXT            NULL,
  options         TEXT            NULL,
  CONSTRAINT ofCloudNotify_pk PRIMARY KEY (regID)
);
CREATE INDEX ofCloudNotify_user_idx ON ofCloudNotify (userOrder, regID);
CREATE INDEX ofCloudNotify_serv_idx ON ofCloudNotify (serviceOrder, regID);
CREATE INDEX ofCloudNotify_cDate_idx ON ofCloudNotify (creationDate, regID);
CREATE INDEX ofCloudNotify_errors_idx ON ofCloudNotify (errorCount, regID);
CREATE INDEX ofCloudNotify_dDate_idx ON ofCloudNotify (disabledDate, regID);

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 1);
