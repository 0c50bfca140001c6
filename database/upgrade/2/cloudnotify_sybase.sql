-- What an app asks for, which resources a device had lately, and when it was last used.
ALTER TABLE ofCloudNotify ADD lastUsedDate VARCHAR(15) NULL;
ALTER TABLE ofCloudNotify ADD refusedSinceDate VARCHAR(15) NULL;
ALTER TABLE ofCloudNotify ADD recentResources VARCHAR(255) NULL;
ALTER TABLE ofCloudNotify ADD wishes TEXT NULL;
ALTER TABLE ofCloudNotify ADD destination TEXT NULL;

-- The console sorts by it.
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

UPDATE ofVersion SET version = 2 WHERE name = 'cloudnotify';
