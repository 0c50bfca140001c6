-- What an app asks for, which resources a device had lately, and when it was last used.
ALTER TABLE ofCloudNotify ADD lastUsedDate NVARCHAR(15);
ALTER TABLE ofCloudNotify ADD refusedSinceDate NVARCHAR(15);
ALTER TABLE ofCloudNotify ADD recentResources NVARCHAR(255);
ALTER TABLE ofCloudNotify ADD wishes NTEXT;
ALTER TABLE ofCloudNotify ADD destination NTEXT;

-- The console sorts by it.
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

UPDATE ofVersion SET version = 2 WHERE name = 'cloudnotify';
