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
  lastUsedDate    VARCHAR(15)     NULL,
  refusedSinceDate VARCHAR(15)     NULL,
  recentResources VARCHAR(255)    NULL,
  node            TEXT            NULL,
  options         TEXT            NULL,
  wishes          TEXT            NULL,
  destination     TEXT            NULL,
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
  waitID          VARCHAR(64)     NOT NULL,
  regID           VARCHAR(64)     NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  ownerNode       NVARCHAR(64)    NULL,
  sinceDate       VARCHAR(15)     NOT NULL,
  dueDate         VARCHAR(15)     NULL,
  waitsFor        VARCHAR(32)     NOT NULL,
  causes          TEXT            NULL,
  CONSTRAINT ofCloudNotifyWaiting_pk PRIMARY KEY (waitID)
);
CREATE INDEX ofCloudNotifyWait_user_idx ON ofCloudNotifyWaiting (userOrder, waitID);
CREATE INDEX ofCloudNotifyWait_reg_idx ON ofCloudNotifyWaiting (regID, waitID);
CREATE INDEX ofCloudNotifyWait_date_idx ON ofCloudNotifyWaiting (sinceDate, waitID);

-- What was pushed lately, so that no restart makes a second push of it.
CREATE TABLE ofCloudNotifyPushed (
  pushedID        VARCHAR(64)     NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  ownerNode       NVARCHAR(64)    NULL,
  savedDate       VARCHAR(15)     NOT NULL,
  history         TEXT            NULL,
  CONSTRAINT ofCloudNotifyPushed_pk PRIMARY KEY (pushedID)
);
CREATE INDEX ofCloudNotifyPushed_user_idx ON ofCloudNotifyPushed (userOrder, pushedID);
CREATE INDEX ofCloudNotifyPushed_date_idx ON ofCloudNotifyPushed (savedDate, pushedID);

-- Group chats that wake a user who is not in them, as the user switched it on or off.
CREATE TABLE ofCloudNotifyRoom (
  switchID        VARCHAR(64)     NOT NULL,
  username        NVARCHAR(64)    NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  room            NVARCHAR(1024)  NOT NULL,
  roomOrder       VARCHAR(180)    NOT NULL,
  pushWhenAway    INTEGER         NOT NULL,
  changedDate     VARCHAR(15)     NOT NULL,
  nickname        NVARCHAR(1023)  NULL,
  CONSTRAINT ofCloudNotifyRoom_pk PRIMARY KEY (switchID)
);
CREATE INDEX ofCloudNotifyRoom_user_idx ON ofCloudNotifyRoom (userOrder, switchID);
CREATE INDEX ofCloudNotifyRoom_room_idx ON ofCloudNotifyRoom (roomOrder, switchID);

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 2);
