-- One row for each registration: a device that wants to be woken through a push service.
-- userOrder and serviceOrder: the text as three digits for each byte of its UTF-8 form, which sorts alike in every collation.
-- NVARCHAR also where the text is ASCII: the driver sends NVARCHAR, and SQL Server does not seek in an index over another type.

CREATE TABLE ofCloudNotify (
  regID           NVARCHAR(64)    NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       NVARCHAR(180)   NOT NULL,
  service         NVARCHAR(3071)  NOT NULL,
  serviceOrder    NVARCHAR(180)   NOT NULL,
  boundResource   NVARCHAR(1023),
  userAgent       NVARCHAR(255),
  creationDate    NVARCHAR(15)    NOT NULL,
  enabledDate     NVARCHAR(15)    NOT NULL,
  errorCount      INTEGER         NOT NULL,
  goneCount       INTEGER         NOT NULL,
  disabledDate    NVARCHAR(15),
  lastError       NVARCHAR(64),
  lastPushDate    NVARCHAR(15),
  node            NTEXT,
  options         NTEXT,
  CONSTRAINT ofCloudNotify_pk PRIMARY KEY (regID)
);
CREATE INDEX ofCloudNotify_user_idx ON ofCloudNotify (userOrder, regID);
CREATE INDEX ofCloudNotify_serv_idx ON ofCloudNotify (serviceOrder, regID);
CREATE INDEX ofCloudNotify_cDate_idx ON ofCloudNotify (creationDate, regID);
CREATE INDEX ofCloudNotify_errors_idx ON ofCloudNotify (errorCount, regID);
CREATE INDEX ofCloudNotify_dDate_idx ON ofCloudNotify (disabledDate, regID);

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 1);
