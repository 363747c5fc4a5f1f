-- The Sakila database, structure and some rows, after sqlite-sakila-schema.sql of https://github.com/jOOQ/sakila: see LICENSES.md.
CREATE TABLE actor (
  actor_id INTEGER NOT NULL ,
  first_name VARCHAR(45) NOT NULL,
  last_name VARCHAR(45) NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (actor_id)
  );
CREATE  INDEX idx_actor_last_name ON actor(last_name);
CREATE TABLE country (
  country_id INTEGER NOT NULL,
  country VARCHAR(50) NOT NULL,
  last_update TIMESTAMP,
  PRIMARY KEY  (country_id)
);
CREATE TABLE city (
  city_id INTEGER NOT NULL,
  city VARCHAR(50) NOT NULL,
  country_id INT NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (city_id),
  CONSTRAINT fk_city_country FOREIGN KEY (country_id) REFERENCES country (country_id) ON DELETE NO ACTION ON UPDATE CASCADE
);
CREATE  INDEX idx_fk_country_id ON city(country_id);
CREATE TABLE address (
  address_id INTEGER NOT NULL,
  address VARCHAR(50) NOT NULL,
  address2 VARCHAR(50) DEFAULT NULL,
  district VARCHAR(20) NOT NULL,
  city_id INT  NOT NULL,
  postal_code VARCHAR(10) DEFAULT NULL,
  phone VARCHAR(20) NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (address_id),
  CONSTRAINT fk_address_city FOREIGN KEY (city_id) REFERENCES city (city_id) ON DELETE NO ACTION ON UPDATE CASCADE
);
CREATE  INDEX idx_fk_city_id ON address(city_id);
CREATE TABLE language (
  language_id INTEGER NOT NULL ,
  name CHAR(20) NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY (language_id)
);
CREATE TABLE category (
  category_id INTEGER NOT NULL,
  name VARCHAR(25) NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (category_id)
);
CREATE TABLE customer (
  customer_id INTEGER NOT NULL,
  store_id INT NOT NULL,
  first_name VARCHAR(45) NOT NULL,
  last_name VARCHAR(45) NOT NULL,
  email VARCHAR(50) DEFAULT NULL,
  address_id INT NOT NULL,
  active CHAR(1) DEFAULT 'Y' NOT NULL,
  create_date TIMESTAMP NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (customer_id),
  CONSTRAINT fk_customer_store FOREIGN KEY (store_id) REFERENCES store (store_id) ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT fk_customer_address FOREIGN KEY (address_id) REFERENCES address (address_id) ON DELETE NO ACTION ON UPDATE CASCADE
);
CREATE  INDEX idx_customer_fk_store_id ON customer(store_id);
CREATE  INDEX idx_customer_fk_address_id ON customer(address_id);
CREATE  INDEX idx_customer_last_name ON customer(last_name);
CREATE TABLE film (
  film_id INTEGER NOT NULL,
  title VARCHAR(255) NOT NULL,
  description BLOB SUB_TYPE TEXT DEFAULT NULL,
  release_year VARCHAR(4) DEFAULT NULL,
  language_id INT NOT NULL,
  original_language_id INT DEFAULT NULL,
  rental_duration SMALLINT  DEFAULT 3 NOT NULL,
  rental_rate DECIMAL(4,2) DEFAULT 4.99 NOT NULL,
  length SMALLINT DEFAULT NULL,
  replacement_cost DECIMAL(5,2) DEFAULT 19.99 NOT NULL,
  rating VARCHAR(10) DEFAULT 'G',
  special_features VARCHAR(100) DEFAULT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (film_id),
  CONSTRAINT CHECK_special_features CHECK(special_features is null or
                                                           special_features like '%Trailers%' or
                                                           special_features like '%Commentaries%' or
                                                           special_features like '%Deleted Scenes%' or
                                                           special_features like '%Behind the Scenes%'),
  CONSTRAINT CHECK_special_rating CHECK(rating in ('G','PG','PG-13','R','NC-17')),
  CONSTRAINT fk_film_language FOREIGN KEY (language_id) REFERENCES language (language_id) ,
  CONSTRAINT fk_film_language_original FOREIGN KEY (original_language_id) REFERENCES language (language_id)
);
CREATE  INDEX idx_fk_language_id ON film(language_id);
CREATE  INDEX idx_fk_original_language_id ON film(original_language_id);
CREATE TABLE film_actor (
  actor_id INT NOT NULL,
  film_id  INT NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (actor_id,film_id),
  CONSTRAINT fk_film_actor_actor FOREIGN KEY (actor_id) REFERENCES actor (actor_id) ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT fk_film_actor_film FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE NO ACTION ON UPDATE CASCADE
);
CREATE  INDEX idx_fk_film_actor_film ON film_actor(film_id);
CREATE  INDEX idx_fk_film_actor_actor ON film_actor(actor_id);
CREATE TABLE film_category (
  film_id INT NOT NULL,
  category_id INT  NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY (film_id, category_id),
  CONSTRAINT fk_film_category_film FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT fk_film_category_category FOREIGN KEY (category_id) REFERENCES category (category_id) ON DELETE NO ACTION ON UPDATE CASCADE
);
CREATE  INDEX idx_fk_film_category_film ON film_category(film_id);
CREATE  INDEX idx_fk_film_category_category ON film_category(category_id);
CREATE TABLE film_text (
  film_id INTEGER NOT NULL,
  title VARCHAR(255) NOT NULL,
  description BLOB SUB_TYPE TEXT,
  PRIMARY KEY  (film_id)
);
CREATE TABLE inventory (
  inventory_id INTEGER NOT NULL,
  film_id INT NOT NULL,
  store_id INT NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (inventory_id),
  CONSTRAINT fk_inventory_store FOREIGN KEY (store_id) REFERENCES store (store_id) ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT fk_inventory_film FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE NO ACTION ON UPDATE CASCADE
);
CREATE  INDEX idx_fk_film_id ON inventory(film_id);
CREATE  INDEX idx_fk_film_id_store_id ON inventory(store_id,film_id);
CREATE TABLE staff (
  staff_id INTEGER NOT NULL,
  first_name VARCHAR(45) NOT NULL,
  last_name VARCHAR(45) NOT NULL,
  address_id INT NOT NULL,
  picture BLOB DEFAULT NULL,
  email VARCHAR(50) DEFAULT NULL,
  store_id INT NOT NULL,
  active SMALLINT DEFAULT 1 NOT NULL,
  username VARCHAR(16) NOT NULL,
  password VARCHAR(40) DEFAULT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (staff_id),
  CONSTRAINT fk_staff_store FOREIGN KEY (store_id) REFERENCES store (store_id) ON DELETE NO ACTION ON UPDATE CASCADE,
  CONSTRAINT fk_staff_address FOREIGN KEY (address_id) REFERENCES address (address_id) ON DELETE NO ACTION ON UPDATE CASCADE
);
CREATE  INDEX idx_fk_staff_store_id ON staff(store_id);
CREATE  INDEX idx_fk_staff_address_id ON staff(address_id);
CREATE TABLE store (
  store_id INTEGER NOT NULL,
  manager_staff_id INT NOT NULL,
  address_id INT NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (store_id),
  CONSTRAINT fk_store_staff FOREIGN KEY (manager_staff_id) REFERENCES staff (staff_id) ,
  CONSTRAINT fk_store_address FOREIGN KEY (address_id) REFERENCES address (address_id)
);
CREATE  INDEX idx_store_fk_manager_staff_id ON store(manager_staff_id);
CREATE  INDEX idx_fk_store_address ON store(address_id);
CREATE TABLE payment (
  payment_id INTEGER NOT NULL,
  customer_id INT  NOT NULL,
  staff_id INT NOT NULL,
  rental_id INT DEFAULT NULL,
  amount DECIMAL(5,2) NOT NULL,
  payment_date TIMESTAMP NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY  (payment_id),
  CONSTRAINT fk_payment_rental FOREIGN KEY (rental_id) REFERENCES rental (rental_id) ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT fk_payment_customer FOREIGN KEY (customer_id) REFERENCES customer (customer_id) ,
  CONSTRAINT fk_payment_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id)
);
CREATE  INDEX idx_fk_staff_id ON payment(staff_id);
CREATE  INDEX idx_fk_customer_id ON payment(customer_id);
CREATE TABLE rental (
  rental_id INTEGER NOT NULL,
  rental_date TIMESTAMP NOT NULL,
  inventory_id INT  NOT NULL,
  customer_id INT  NOT NULL,
  return_date TIMESTAMP DEFAULT NULL,
  staff_id INT  NOT NULL,
  last_update TIMESTAMP NOT NULL,
  PRIMARY KEY (rental_id),
  CONSTRAINT fk_rental_staff FOREIGN KEY (staff_id) REFERENCES staff (staff_id) ,
  CONSTRAINT fk_rental_inventory FOREIGN KEY (inventory_id) REFERENCES inventory (inventory_id) ,
  CONSTRAINT fk_rental_customer FOREIGN KEY (customer_id) REFERENCES customer (customer_id)
);
CREATE INDEX idx_rental_fk_inventory_id ON rental(inventory_id);
CREATE INDEX idx_rental_fk_customer_id ON rental(customer_id);
CREATE INDEX idx_rental_fk_staff_id ON rental(staff_id);
CREATE UNIQUE INDEX   idx_rental_uq  ON rental (rental_date,inventory_id,customer_id);
INSERT INTO language VALUES (1, 'English', '2006-02-15 05:02:19.000');
INSERT INTO language VALUES (2, 'Italian', '2006-02-15 05:02:19.000');
INSERT INTO country VALUES (45, 'Indonesia', '2006-02-15 04:44:00.000');
INSERT INTO country VALUES (44, 'India', '2006-02-15 04:44:00.000');
INSERT INTO country VALUES (48, 'Israel', '2006-02-15 04:44:00.000');
INSERT INTO country VALUES (8, 'Australia', '2006-02-15 04:44:00.000');
INSERT INTO country VALUES (20, 'Canada', '2006-02-15 04:44:00.000');
INSERT INTO city VALUES (550, 'Udaipur', 44, '2006-02-15 04:45:25.000');
INSERT INTO city VALUES (576, 'Woodridge', 8, '2006-02-15 04:45:25.000');
INSERT INTO city VALUES (117, 'Cianjur', 45, '2006-02-15 04:45:25.000');
INSERT INTO city VALUES (533, 'Tel Aviv-Jaffa', 48, '2006-02-15 04:45:25.000');
INSERT INTO city VALUES (300, 'Lethbridge', 20, '2006-02-15 04:45:25.000');
INSERT INTO address VALUES (1, '47 MySakila Drive', NULL, ' ', 300, NULL, ' ', '2006-02-15 04:45:30.000');
INSERT INTO address VALUES (165, '97 Shimoga Avenue', NULL, ' ', 533, '44660', ' ', '2006-02-15 04:45:30.000');
INSERT INTO address VALUES (4, '1411 Lillydale Drive', NULL, ' ', 576, NULL, ' ', '2006-02-15 04:45:30.000');
INSERT INTO address VALUES (416, '1445 Carmen Parkway', NULL, ' ', 117, '70809', ' ', '2006-02-15 04:45:30.000');
INSERT INTO address VALUES (2, '28 MySQL Boulevard', NULL, ' ', 576, NULL, ' ', '2006-02-15 04:45:30.000');
INSERT INTO address VALUES (174, '1877 Ezhou Lane', NULL, ' ', 550, '63337', ' ', '2006-02-15 04:45:30.000');
INSERT INTO address VALUES (3, '23 Workhaven Lane', NULL, ' ', 300, NULL, ' ', '2006-02-15 04:45:30.000');
INSERT INTO category VALUES (11, 'Horror', '2006-02-15 04:46:27.000');
INSERT INTO category VALUES (6, 'Documentary', '2006-02-15 04:46:27.000');
INSERT INTO actor VALUES (1, 'PENELOPE', 'GUINESS', '2006-02-15 04:34:33.000');
INSERT INTO actor VALUES (10, 'CHRISTIAN', 'GABLE', '2006-02-15 04:34:33.000');
INSERT INTO actor VALUES (19, 'BOB', 'FAWCETT', '2006-02-15 04:34:33.000');
INSERT INTO film VALUES (1, 'ACADEMY DINOSAUR', 'A Epic Drama of a Feminist And a Mad Scientist who must Battle a Teacher in The Canadian Rockies', '2006', 1, NULL, 6, 0.99, 86, 20.99, 'PG', 'Deleted Scenes,Behind the Scenes', '2006-02-15 05:03:42.000');
INSERT INTO film VALUES (2, 'ACE GOLDFINGER', 'A Astounding Epistle of a Database Administrator And a Explorer who must Find a Car in Ancient China', '2006', 1, NULL, 3, 4.99, 48, 12.99, 'G', 'Trailers,Deleted Scenes', '2006-02-15 05:03:42.000');
INSERT INTO film_actor VALUES (1, 1, '2006-02-15 05:05:03.000');
INSERT INTO film_actor VALUES (19, 2, '2006-02-15 05:05:03.000');
INSERT INTO film_actor VALUES (10, 1, '2006-02-15 05:05:03.000');
INSERT INTO film_category VALUES (1, 6, '2006-02-15 05:07:09.000');
INSERT INTO film_category VALUES (2, 11, '2006-02-15 05:07:09.000');
INSERT INTO store VALUES (1, 1, 1, '2006-02-15 04:57:12.000');
INSERT INTO store VALUES (2, 2, 2, '2006-02-15 04:57:12.000');
INSERT INTO staff VALUES (2, 'Jon', 'Stephens', 4, NULL, 'Jon.Stephens@sakilastaff.com', 2, 1, 'Jon', '8cb2237d0679ca88db6464eac60da96345513964', '2006-02-15 04:57:16.000');
INSERT INTO staff VALUES (1, 'Mike', 'Hillyer', 3, x'89504e4700', 'Mike.Hillyer@sakilastaff.com', 1, 1, 'Mike', '8cb2237d0679ca88db6464eac60da96345513964', '2006-02-15 04:57:16.000');
INSERT INTO customer VALUES (170, 1, 'BEATRICE', 'ARNOLD', 'BEATRICE.ARNOLD@sakilacustomer.org', 174, 'Y', '2006-02-14 00:00:00.000', '2006-02-15 04:57:20.000');
INSERT INTO customer VALUES (161, 1, 'GERALDINE', 'PERKINS', 'GERALDINE.PERKINS@sakilacustomer.org', 165, 'Y', '2006-02-14 00:00:00.000', '2006-02-15 04:57:20.000');
INSERT INTO customer VALUES (411, 1, 'NORMAN', 'CURRIER', 'NORMAN.CURRIER@sakilacustomer.org', 416, 'Y', '2006-02-14 00:00:00.000', '2006-02-15 04:57:20.000');
INSERT INTO inventory VALUES (1, 1, 1, '2006-02-15 05:09:17.000');
INSERT INTO inventory VALUES (2, 1, 1, '2006-02-15 05:09:17.000');
INSERT INTO inventory VALUES (3, 1, 1, '2006-02-15 05:09:17.000');
INSERT INTO rental VALUES (4187, '2005-07-07 10:41:31.000', 2, 161, '2005-07-11 06:25:31.000', 1, '2006-02-15 21:30:53.000');
INSERT INTO rental VALUES (2117, '2005-06-17 20:24:00.000', 2, 170, '2005-06-23 17:45:00.000', 2, '2006-02-15 21:30:53.000');
INSERT INTO rental VALUES (972, '2005-05-30 20:21:07.000', 2, 411, '2005-06-06 00:36:07.000', 1, '2006-02-15 21:30:53.000');
INSERT INTO payment VALUES (4381, 161, 2, 4187, 0.99, '2005-07-07 10:41:31.000', '2005-07-07 10:41:31.000');
INSERT INTO payment VALUES (4607, 170, 2, 2117, 0.99, '2005-06-17 20:24:00.000', '2005-06-17 20:24:00.000');
INSERT INTO payment VALUES (11124, 411, 2, 972, 1.99, '2005-05-30 20:21:07.000', '2005-05-30 20:21:07.000');
CREATE TRIGGER actor_trigger_ai AFTER INSERT ON actor BEGIN UPDATE actor SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER actor_trigger_au AFTER UPDATE ON actor BEGIN UPDATE actor SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER country_trigger_ai AFTER INSERT ON country BEGIN UPDATE country SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER country_trigger_au AFTER UPDATE ON country BEGIN UPDATE country SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER city_trigger_ai AFTER INSERT ON city BEGIN UPDATE city SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER city_trigger_au AFTER UPDATE ON city BEGIN UPDATE city SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER address_trigger_ai AFTER INSERT ON address BEGIN UPDATE address SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER address_trigger_au AFTER UPDATE ON address BEGIN UPDATE address SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER language_trigger_ai AFTER INSERT ON language BEGIN UPDATE language SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER language_trigger_au AFTER UPDATE ON language BEGIN UPDATE language SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER category_trigger_ai AFTER INSERT ON category BEGIN UPDATE category SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER category_trigger_au AFTER UPDATE ON category BEGIN UPDATE category SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER customer_trigger_ai AFTER INSERT ON customer BEGIN UPDATE customer SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER customer_trigger_au AFTER UPDATE ON customer BEGIN UPDATE customer SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER film_trigger_ai AFTER INSERT ON film BEGIN UPDATE film SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER film_trigger_au AFTER UPDATE ON film BEGIN UPDATE film SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER film_actor_trigger_ai AFTER INSERT ON film_actor BEGIN UPDATE film_actor SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER film_actor_trigger_au AFTER UPDATE ON film_actor BEGIN UPDATE film_actor SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER film_category_trigger_ai AFTER INSERT ON film_category BEGIN UPDATE film_category SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER film_category_trigger_au AFTER UPDATE ON film_category BEGIN UPDATE film_category SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER inventory_trigger_ai AFTER INSERT ON inventory BEGIN UPDATE inventory SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER inventory_trigger_au AFTER UPDATE ON inventory BEGIN UPDATE inventory SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER staff_trigger_ai AFTER INSERT ON staff BEGIN UPDATE staff SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER staff_trigger_au AFTER UPDATE ON staff BEGIN UPDATE staff SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER store_trigger_ai AFTER INSERT ON store BEGIN UPDATE store SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER store_trigger_au AFTER UPDATE ON store BEGIN UPDATE store SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER payment_trigger_ai AFTER INSERT ON payment BEGIN UPDATE payment SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER payment_trigger_au AFTER UPDATE ON payment BEGIN UPDATE payment SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER rental_trigger_ai AFTER INSERT ON rental BEGIN UPDATE rental SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE TRIGGER rental_trigger_au AFTER UPDATE ON rental BEGIN UPDATE rental SET last_update = DATETIME('NOW')  WHERE rowid = new.rowid; END;
CREATE VIEW customer_list
AS
SELECT cu.customer_id AS ID,
       cu.first_name||' '||cu.last_name AS name,
       a.address AS address,
       a.postal_code AS zip_code,
       a.phone AS phone,
       city.city AS city,
       country.country AS country,
       case when cu.active=1 then 'active' else '' end AS notes,
       cu.store_id AS SID
FROM customer AS cu JOIN address AS a ON cu.address_id = a.address_id JOIN city ON a.city_id = city.city_id
    JOIN country ON city.country_id = country.country_id;
CREATE VIEW sales_by_film_category
AS
SELECT
c.name AS category
, SUM(p.amount) AS total_sales
FROM payment AS p
INNER JOIN rental AS r ON p.rental_id = r.rental_id
INNER JOIN inventory AS i ON r.inventory_id = i.inventory_id
INNER JOIN film AS f ON i.film_id = f.film_id
INNER JOIN film_category AS fc ON f.film_id = fc.film_id
INNER JOIN category AS c ON fc.category_id = c.category_id
GROUP BY c.name;
