-- One row for each registration: a device that wants to be woken through a push service.
-- userOrder and serviceOrder: the text as three digits for each byte of its UTF-8 form, which sorts alike in every collation.
-- Needs pages of 8 KB or more, as Openfire itself does.

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
  lastUsedDate    CHAR(15),
  refusedSinceDate CHAR(15),
  recentResources VARCHAR(255),
  node            CLOB,
  options         CLOB,
  wishes          CLOB,
  destination     CLOB,
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
  username        VARCHAR(64)     NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  ownerNode       VARCHAR(64),
  sinceDate       CHAR(15)        NOT NULL,
  dueDate         CHAR(15),
  waitsFor        VARCHAR(32)     NOT NULL,
  causes          CLOB,
  CONSTRAINT ofCloudNotifyWaiting_pk PRIMARY KEY (waitID)
);
CREATE INDEX ofCloudNotifyWait_user_idx ON ofCloudNotifyWaiting (userOrder, waitID);
CREATE INDEX ofCloudNotifyWait_reg_idx ON ofCloudNotifyWaiting (regID, waitID);
CREATE INDEX ofCloudNotifyWait_date_idx ON ofCloudNotifyWaiting (sinceDate, waitID);

-- What was pushed lately, so that no restart makes a second push of it.
CREATE TABLE ofCloudNotifyPushed (
  pushedID        VARCHAR(64)     NOT NULL,
  username        VARCHAR(64)     NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  ownerNode       VARCHAR(64),
  savedDate       CHAR(15)        NOT NULL,
  history         CLOB,
  CONSTRAINT ofCloudNotifyPushed_pk PRIMARY KEY (pushedID)
);
CREATE INDEX ofCloudNotifyPushed_user_idx ON ofCloudNotifyPushed (userOrder, pushedID);
CREATE INDEX ofCloudNotifyPushed_date_idx ON ofCloudNotifyPushed (savedDate, pushedID);

-- Group chats that wake a user who is not in them, as the user switched it on or off.
CREATE TABLE ofCloudNotifyRoom (
  switchID        VARCHAR(64)     NOT NULL,
  username        VARCHAR(64)     NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  room            VARCHAR(3071)   NOT NULL,
  roomOrder       VARCHAR(180)    NOT NULL,
  pushWhenAway    INTEGER         NOT NULL,
  changedDate     CHAR(15)        NOT NULL,
  nickname        VARCHAR(1023),
  CONSTRAINT ofCloudNotifyRoom_pk PRIMARY KEY (switchID)
);
CREATE INDEX ofCloudNotifyRoom_user_idx ON ofCloudNotifyRoom (userOrder, switchID);
CREATE INDEX ofCloudNotifyRoom_room_idx ON ofCloudNotifyRoom (roomOrder, switchID);

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 2);
