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
  lastUsedDate    NVARCHAR(15),
  refusedSinceDate NVARCHAR(15),
  recentResources NVARCHAR(255),
  node            NTEXT,
  options         NTEXT,
  wishes          NTEXT,
  destination     NTEXT,
  CONSTRAINT ofCloudNotify_pk PRIMARY KEY (regID)
);
CREATE INDEX ofCloudNotify_user_idx ON ofCloudNotify (userOrder, regID);
CREATE INDEX ofCloudNotify_serv_idx ON ofCloudNotify (serviceOrder, regID);
CREATE INDEX ofCloudNotify_cDate_idx ON ofCloudNotify (creationDate, regID);
CREATE INDEX ofCloudNotify_errors_idx ON ofCloudNotify (errorCount, regID);
CREATE INDEX ofCloudNotify_dDate_idx ON ofCloudNotify (disabledDate, regID);
CREATE INDEX ofCloudNotify_pDate_idx ON ofCloudNotify (lastPushDate, regID);

-- Pushes that wait while the server is stopped: for which registration, what for, and until when.
CREATE TABLE ofCloudNotifyWaiting (
  waitID          NVARCHAR(64)    NOT NULL,
  regID           NVARCHAR(64)    NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       NVARCHAR(180)   NOT NULL,
  ownerNode       NVARCHAR(64),
  sinceDate       NVARCHAR(15)    NOT NULL,
  dueDate         NVARCHAR(15),
  waitsFor        NVARCHAR(32)    NOT NULL,
  causes          NTEXT,
  CONSTRAINT ofCloudNotifyWaiting_pk PRIMARY KEY (waitID)
);
CREATE INDEX ofCloudNotifyWait_user_idx ON ofCloudNotifyWaiting (userOrder, waitID);
CREATE INDEX ofCloudNotifyWait_reg_idx ON ofCloudNotifyWaiting (regID, waitID);
CREATE INDEX ofCloudNotifyWait_date_idx ON ofCloudNotifyWaiting (sinceDate, waitID);

-- What was pushed lately, so that no restart makes a second push of it.
CREATE TABLE ofCloudNotifyPushed (
  pushedID        NVARCHAR(64)    NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       NVARCHAR(180)   NOT NULL,
  ownerNode       NVARCHAR(64),
  savedDate       NVARCHAR(15)    NOT NULL,
  history         NTEXT,
  CONSTRAINT ofCloudNotifyPushed_pk PRIMARY KEY (pushedID)
);
CREATE INDEX ofCloudNotifyPushed_user_idx ON ofCloudNotifyPushed (userOrder, pushedID);
CREATE INDEX ofCloudNotifyPushed_date_idx ON ofCloudNotifyPushed (savedDate, pushedID);

-- Group chats that wake a user who is not in them, as the user switched it on or off.
CREATE TABLE ofCloudNotifyRoom (
  switchID        NVARCHAR(64)    NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       NVARCHAR(180)   NOT NULL,
  room            NVARCHAR(3071)  NOT NULL,
  roomOrder       NVARCHAR(180)   NOT NULL,
  pushWhenAway    INTEGER         NOT NULL,
  changedDate     NVARCHAR(15)    NOT NULL,
  nickname        NVARCHAR(1023),
  CONSTRAINT ofCloudNotifyRoom_pk PRIMARY KEY (switchID)
);
CREATE INDEX ofCloudNotifyRoom_user_idx ON ofCloudNotifyRoom (userOrder, switchID);
CREATE INDEX ofCloudNotifyRoom_room_idx ON ofCloudNotifyRoom (roomOrder, switchID);

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 2);
