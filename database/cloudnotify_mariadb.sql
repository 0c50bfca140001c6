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
  lastUsedDate    CHAR(15),
  refusedSinceDate CHAR(15),
  recentResources VARCHAR(255),
  node            MEDIUMTEXT,
  options         MEDIUMTEXT,
  wishes          MEDIUMTEXT,
  destination     MEDIUMTEXT,
  PRIMARY KEY (regID),
  INDEX ofCloudNotify_user_idx (userOrder, regID),
  INDEX ofCloudNotify_serv_idx (serviceOrder, regID),
  INDEX ofCloudNotify_cDate_idx (creationDate, regID),
  INDEX ofCloudNotify_errors_idx (errorCount, regID),
  INDEX ofCloudNotify_dDate_idx (disabledDate, regID),
  INDEX ofCloudNotify_pDate_idx (lastPushDate, regID)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

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
  causes          MEDIUMTEXT,
  PRIMARY KEY (waitID),
  INDEX ofCloudNotifyWait_user_idx (userOrder, waitID),
  INDEX ofCloudNotifyWait_reg_idx (regID, waitID),
  INDEX ofCloudNotifyWait_date_idx (sinceDate, waitID)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What was pushed lately, so that no restart makes a second push of it.
CREATE TABLE ofCloudNotifyPushed (
  pushedID        VARCHAR(64)     NOT NULL,
  username        VARCHAR(64)     NOT NULL,
  userOrder       VARCHAR(180)    NOT NULL,
  ownerNode       VARCHAR(64),
  savedDate       CHAR(15)        NOT NULL,
  history         MEDIUMTEXT,
  PRIMARY KEY (pushedID),
  INDEX ofCloudNotifyPushed_user_idx (userOrder, pushedID),
  INDEX ofCloudNotifyPushed_date_idx (savedDate, pushedID)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

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
  PRIMARY KEY (switchID),
  INDEX ofCloudNotifyRoom_user_idx (userOrder, switchID),
  INDEX ofCloudNotifyRoom_room_idx (roomOrder, switchID)
) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

INSERT INTO ofVersion (name, version) VALUES ('cloudnotify', 2);
