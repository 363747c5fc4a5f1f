// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sakila_postgres {

namespace df = dataflow;

struct Actor;
struct Address;
struct Category;
struct City;
struct Country;
struct Customer;
struct CustomerList;
struct Film;
struct FilmActor;
struct FilmCategory;
struct Inventory;
struct Language;
struct Payment;
struct PaymentP2007_01;
struct Rental;
struct SalesByFilmCategory;
struct Staff;
struct Store;

enum class MpaaRating { g, pg, pg_13, r, nc_17 };

} // namespace sakila_postgres

template <>
inline constexpr auto dataflow::enum_names<sakila_postgres::MpaaRating> = std::array{
    dataflow::enum_name{sakila_postgres::MpaaRating::g, "G"},
    dataflow::enum_name{sakila_postgres::MpaaRating::pg, "PG"},
    dataflow::enum_name{sakila_postgres::MpaaRating::pg_13, "PG-13"},
    dataflow::enum_name{sakila_postgres::MpaaRating::r, "R"},
    dataflow::enum_name{sakila_postgres::MpaaRating::nc_17, "NC-17"}};

namespace sakila_postgres {

// actor
// TRIGGER last_updated
struct Actor {
    df::id<Actor> actor_id{};
    std::string first_name{};
    std::string last_name{};
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "actor",
        .key = df::key("actor_id"),
        .timestamps = false,
        .indexes = df::indexes({"last_name"})};
};

// address
// TRIGGER last_updated
struct Address {
    df::id<Address> address_id{};
    std::string address{};
    std::optional<std::string> address2{};
    std::string district{};
    df::id<City> city_id{}; // REFERENCES city ON DELETE RESTRICT ON UPDATE CASCADE
    std::optional<std::string> postal_code{};
    std::string phone{};
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "address",
        .key = df::key("address_id"),
        .timestamps = false,
        .indexes = df::indexes({"city_id"})};
};

// category
// TRIGGER last_updated
struct Category {
    df::id<Category> category_id{};
    std::string name{};
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "category",
        .key = df::key("category_id"),
        .timestamps = false};
};

// city
// TRIGGER last_updated
struct City {
    df::id<City> city_id{};
    std::string city{};
    df::id<Country> country_id{}; // REFERENCES country ON DELETE RESTRICT ON UPDATE CASCADE
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "city",
        .key = df::key("city_id"),
        .timestamps = false,
        .indexes = df::indexes({"country_id"})};
};

// country
// TRIGGER last_updated
struct Country {
    df::id<Country> country_id{};
    std::string country{};
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "country",
        .key = df::key("country_id"),
        .timestamps = false};
};

// customer
// TRIGGER last_updated
struct Customer {
    df::id<Customer> customer_id{};
    df::id<Store> store_id{}; // REFERENCES store ON DELETE RESTRICT ON UPDATE CASCADE
    std::string first_name{};
    std::string last_name{};
    std::optional<std::string> email{};
    df::id<Address> address_id{}; // REFERENCES address ON DELETE RESTRICT ON UPDATE CASCADE
    bool activebool = true;
    df::date create_date{}; // DEFAULT ('now'::text)::date
    std::optional<df::local_time> last_update{}; // DEFAULT now()
    std::optional<std::int32_t> active{};

    static constexpr auto dataflow = df::options{
        .table = "customer",
        .key = df::key("customer_id"),
        .timestamps = false,
        .indexes = df::indexes({"address_id"}, {"last_name"}, {"store_id"})};
};

// customer_list
// it is a view
struct CustomerList {
    std::optional<std::int32_t> id{};
    std::optional<std::string> name{};
    std::optional<std::string> address{};
    std::optional<std::string> zip_code{};
    std::optional<std::string> phone{};
    std::optional<std::string> city{};
    std::optional<std::string> country{};
    std::optional<std::string> notes{};
    std::optional<std::int32_t> sid{};

    static constexpr auto dataflow = df::options{
        .table = "customer_list",
        .read_only = true,
        .columns = df::columns({"zip_code", "zip code"})};
};

// film
// the column fulltext needs a value and has no field: no record can be written
// TRIGGER film_fulltext_trigger
// TRIGGER last_updated
struct Film {
    std::int32_t film_id{};
    std::string title{};
    std::optional<std::string> description{};
    std::optional<std::int32_t> release_year{}; // the domain year
    df::id<Language> language_id{}; // REFERENCES language ON DELETE RESTRICT ON UPDATE CASCADE
    // REFERENCES language ON DELETE RESTRICT ON UPDATE CASCADE
    std::optional<df::id<Language>> original_language_id{};
    std::int16_t rental_duration = 3;
    df::decimal<4, 2> rental_rate = df::decimal<4, 2>{"4.99"};
    std::optional<std::int16_t> length{};
    df::decimal<5, 2> replacement_cost = df::decimal<5, 2>{"19.99"};
    std::optional<MpaaRating> rating = MpaaRating::g;
    df::local_time last_update{}; // DEFAULT now()
    std::optional<std::vector<std::string>> special_features{};
    // The column fulltext (tsvector) is left out: no field's type holds tsvector.

    static constexpr auto dataflow = df::options{.table = "film", .read_only = true};
};

// film_actor
// TRIGGER last_updated
struct FilmActor {
    df::id<Actor> actor_id{}; // REFERENCES actor ON DELETE RESTRICT ON UPDATE CASCADE
    // FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE RESTRICT ON UPDATE CASCADE
    std::int32_t film_id{};
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "film_actor",
        .key = df::key("actor_id", "film_id"),
        .timestamps = false,
        .indexes = df::indexes({"film_id"})};
};

// film_category
// TRIGGER last_updated
struct FilmCategory {
    // FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE RESTRICT ON UPDATE CASCADE
    std::int32_t film_id{};
    df::id<Category> category_id{}; // REFERENCES category ON DELETE RESTRICT ON UPDATE CASCADE
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "film_category",
        .key = df::key("film_id", "category_id"),
        .timestamps = false};
};

// inventory
// TRIGGER last_updated
struct Inventory {
    df::id<Inventory> inventory_id{};
    // FOREIGN KEY (film_id) REFERENCES film (film_id) ON DELETE RESTRICT ON UPDATE CASCADE
    std::int32_t film_id;
    df::id<Store> store_id{}; // REFERENCES store ON DELETE RESTRICT ON UPDATE CASCADE
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "inventory",
        .key = df::key("inventory_id"),
        .timestamps = false,
        .indexes = df::indexes({"store_id", "film_id"})};
};

// language
// TRIGGER last_updated
struct Language {
    df::id<Language> language_id{};
    std::string name{};
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "language",
        .key = df::key("language_id"),
        .timestamps = false};
};

// payment
struct Payment {
    df::id<Payment> payment_id{};
    df::id<Customer> customer_id{}; // REFERENCES customer ON DELETE RESTRICT ON UPDATE CASCADE
    df::id<Staff> staff_id{}; // REFERENCES staff ON DELETE RESTRICT ON UPDATE CASCADE
    // FOREIGN KEY (rental_id) REFERENCES rental (rental_id) ON DELETE SET NULL ON UPDATE CASCADE
    std::int32_t rental_id;
    df::decimal<5, 2> amount{};
    df::local_time payment_date{};

    static constexpr auto dataflow = df::options{
        .table = "payment",
        .key = df::key("payment_id"),
        .timestamps = false,
        .indexes = df::indexes({"customer_id"}, {"staff_id"})};
};

// payment_p2007_01
// it has no primary key: no record of it can be written
// CHECK payment_p2007_01_payment_date_check ((payment_date >= '2007-01-01 00:00:00'::timestamp
// without time zone) AND (payment_date < '2007-02-01 00:00:00'::timestamp without time zone))
struct PaymentP2007_01 {
    std::int32_t payment_id{}; // numbered by the database
    df::id<Customer> customer_id{};
    df::id<Staff> staff_id{};
    df::id<Rental> rental_id{};
    df::decimal<5, 2> amount{};
    df::local_time payment_date{};

    static constexpr auto dataflow = df::options{.table = "payment_p2007_01", .read_only = true};
};

// rental
// TRIGGER last_updated
struct Rental {
    df::id<Rental> rental_id{};
    df::local_time rental_date{};
    df::id<Inventory> inventory_id{}; // REFERENCES inventory ON DELETE RESTRICT ON UPDATE CASCADE
    df::id<Customer> customer_id{}; // REFERENCES customer ON DELETE RESTRICT ON UPDATE CASCADE
    std::optional<df::local_time> return_date{};
    df::id<Staff> staff_id{}; // REFERENCES staff ON DELETE RESTRICT ON UPDATE CASCADE
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "rental",
        .key = df::key("rental_id"),
        .timestamps = false,
        .unique = df::unique({"rental_date", "inventory_id", "customer_id"}),
        .indexes = df::indexes({"inventory_id"})};
};

// sales_by_film_category
// it is a view
struct SalesByFilmCategory {
    std::optional<std::string> category{};
    // numeric: a df::decimal<P, S> where all values fit in one
    std::optional<std::string> total_sales{};

    static constexpr auto dataflow = df::options{
        .table = "sales_by_film_category",
        .read_only = true};
};

// staff
// TRIGGER last_updated
struct Staff {
    df::id<Staff> staff_id{};
    std::string first_name{};
    std::string last_name{};
    df::id<Address> address_id{}; // REFERENCES address ON DELETE RESTRICT ON UPDATE CASCADE
    std::optional<std::string> email{};
    df::id<Store> store_id{};
    bool active = true;
    std::string username{};
    std::optional<std::string> password{};
    df::local_time last_update{}; // DEFAULT now()
    std::optional<df::bytes> picture{};

    static constexpr auto dataflow = df::options{
        .table = "staff",
        .key = df::key("staff_id"),
        .timestamps = false};
};

// store
// TRIGGER last_updated
struct Store {
    df::id<Store> store_id{};
    df::id<Staff> manager_staff_id{}; // REFERENCES staff ON DELETE RESTRICT ON UPDATE CASCADE
    df::id<Address> address_id{}; // REFERENCES address ON DELETE RESTRICT ON UPDATE CASCADE
    df::local_time last_update{}; // DEFAULT now()

    static constexpr auto dataflow = df::options{
        .table = "store",
        .key = df::key("store_id"),
        .timestamps = false,
        .unique = df::unique({"manager_staff_id"})};
};

using database = df::database<Actor, Address, Category, City, Country, Customer, CustomerList, Film,
                              FilmActor, FilmCategory, Inventory, Language, Payment,
                              PaymentP2007_01, Rental, SalesByFilmCategory, Staff, Store>;

} // namespace sakila_postgres
