-- What an app asks for, which resources a device had lately, and when it was last used.
ALTER TABLE ofCloudNotify ADD COLUMN lastUsedDate CHAR(15);
ALTER TABLE ofCloudNotify ADD COLUMN refusedSinceDate CHAR(15);
ALTER TABLE ofCloudNotify ADD COLUMN recentResources VARCHAR(255);
ALTER TABLE ofCloudNotify ADD COLUMN wishes TEXT;
ALTER TABLE ofCloudNotify ADD COLUMN destination TEXT;

-- The console sorts by it.
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
  causes          TEXT,
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
  history         TEXT,
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

UPDATE ofVersion SET version = 2 WHERE name = 'cloudnotify';
