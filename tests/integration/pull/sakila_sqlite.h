// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace sakila_sqlite {

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
struct FilmText;
struct Inventory;
struct Language;
struct Payment;
struct Rental;
struct SalesByFilmCategory;
struct Staff;
struct Store;

// actor
// TRIGGER actor_trigger_ai
// TRIGGER actor_trigger_au
struct Actor {
    df::id<Actor> actor_id{};
    std::string first_name{};
    std::string last_name{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "actor",
        .key = df::key("actor_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"last_name"})};
};

// address
// TRIGGER address_trigger_ai
// TRIGGER address_trigger_au
struct Address {
    df::id<Address> address_id{};
    std::string address{};
    std::optional<std::string> address2{};
    std::string district{};
    df::id<City> city_id{}; // REFERENCES city ON UPDATE CASCADE
    std::optional<std::string> postal_code{};
    std::string phone{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "address",
        .key = df::key("address_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"city_id"})};
};

// category
// TRIGGER category_trigger_ai
// TRIGGER category_trigger_au
struct Category {
    df::id<Category> category_id{};
    std::string name{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "category",
        .key = df::key("category_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// city
// TRIGGER city_trigger_ai
// TRIGGER city_trigger_au
struct City {
    df::id<City> city_id{};
    std::string city{};
    df::id<Country> country_id{}; // REFERENCES country ON UPDATE CASCADE
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "city",
        .key = df::key("city_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"country_id"})};
};

// country
// TRIGGER country_trigger_ai
// TRIGGER country_trigger_au
struct Country {
    df::id<Country> country_id{};
    std::string country{};
    std::optional<df::timestamp> last_update{};

    static constexpr auto dataflow = df::options{
        .table = "country",
        .key = df::key("country_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// customer
// TRIGGER customer_trigger_ai
// TRIGGER customer_trigger_au
struct Customer {
    df::id<Customer> customer_id{};
    df::id<Store> store_id{}; // REFERENCES store ON UPDATE CASCADE
    std::string first_name{};
    std::string last_name{};
    std::optional<std::string> email{};
    df::id<Address> address_id{}; // REFERENCES address ON UPDATE CASCADE
    std::string active = "Y";
    df::timestamp create_date{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "customer",
        .key = df::key("customer_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"address_id"}, {"last_name"}, {"store_id"})};
};

// customer_list
// it is a view
struct CustomerList {
    std::optional<std::int64_t> id{};
    std::optional<std::string> name{};
    std::optional<std::string> address{};
    std::optional<std::string> zip_code{};
    std::optional<std::string> phone{};
    std::optional<std::string> city{};
    std::optional<std::string> country{};
    std::optional<std::string> notes{};
    std::optional<std::int64_t> sid{};

    static constexpr auto dataflow = df::options{
        .table = "customer_list",
        .read_only = true,
        .columns = df::columns({"id", "ID"}, {"sid", "SID"})};
};

// film
// CHECK CHECK_special_features (special_features is null or special_features like '%Trailers%' or
// special_features like '%Commentaries%' or special_features like '%Deleted Scenes%' or
// special_features like '%Behind the Scenes%')
// CHECK CHECK_special_rating (rating in ('G','PG','PG-13','R','NC-17'))
// TRIGGER film_trigger_ai
// TRIGGER film_trigger_au
struct Film {
    df::id<Film> film_id{};
    std::string title{};
    std::optional<std::string> description{};
    std::optional<std::string> release_year{};
    df::id<Language> language_id{};
    std::optional<df::id<Language>> original_language_id{};
    std::int64_t rental_duration = 3;
    df::decimal<4, 2> rental_rate = df::decimal<4, 2>{"4.99"};
    std::optional<std::int64_t> length{};
    df::decimal<5, 2> replacement_cost = df::decimal<5, 2>{"19.99"};
    std::optional<std::string> rating = "G";
    std::optional<std::string> special_features{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "film",
        .key = df::key("film_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"language_id"}, {"original_language_id"})};
};

// film_actor
// TRIGGER film_actor_trigger_ai
// TRIGGER film_actor_trigger_au
struct FilmActor {
    df::id<Actor> actor_id{}; // REFERENCES actor ON UPDATE CASCADE
    df::id<Film> film_id{}; // REFERENCES film ON UPDATE CASCADE
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "film_actor",
        .key = df::key("actor_id", "film_id"),
        .timestamps = false,
        .indexes = df::indexes({"actor_id"}, {"film_id"})};
};

// film_category
// TRIGGER film_category_trigger_ai
// TRIGGER film_category_trigger_au
struct FilmCategory {
    df::id<Film> film_id{}; // REFERENCES film ON UPDATE CASCADE
    df::id<Category> category_id{}; // REFERENCES category ON UPDATE CASCADE
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "film_category",
        .key = df::key("film_id", "category_id"),
        .timestamps = false,
        .indexes = df::indexes({"category_id"}, {"film_id"})};
};

// film_text
struct FilmText {
    df::id<FilmText> film_id{};
    std::string title{};
    std::optional<std::string> description{};

    static constexpr auto dataflow = df::options{
        .table = "film_text",
        .key = df::key("film_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// inventory
// TRIGGER inventory_trigger_ai
// TRIGGER inventory_trigger_au
struct Inventory {
    df::id<Inventory> inventory_id{};
    df::id<Film> film_id{}; // REFERENCES film ON UPDATE CASCADE
    df::id<Store> store_id{}; // REFERENCES store ON UPDATE CASCADE
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "inventory",
        .key = df::key("inventory_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"film_id"}, {"store_id", "film_id"})};
};

// language
// TRIGGER language_trigger_ai
// TRIGGER language_trigger_au
struct Language {
    df::id<Language> language_id{};
    std::string name{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "language",
        .key = df::key("language_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// payment
// TRIGGER payment_trigger_ai
// TRIGGER payment_trigger_au
struct Payment {
    df::id<Payment> payment_id{};
    df::id<Customer> customer_id{};
    df::id<Staff> staff_id{};
    // REFERENCES rental ON DELETE SET NULL ON UPDATE CASCADE
    std::optional<df::id<Rental>> rental_id{};
    df::decimal<5, 2> amount{};
    df::timestamp payment_date{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "payment",
        .key = df::key("payment_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"customer_id"}, {"staff_id"}),
        .foreign_keys = df::foreign_keys(df::foreign_key_rule{"rental_id", df::on_delete::set_null})};
};

// rental
// TRIGGER rental_trigger_ai
// TRIGGER rental_trigger_au
struct Rental {
    df::id<Rental> rental_id{};
    df::timestamp rental_date{};
    df::id<Inventory> inventory_id{};
    df::id<Customer> customer_id{};
    std::optional<df::timestamp> return_date{};
    df::id<Staff> staff_id{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "rental",
        .key = df::key("rental_id"),
        .timestamps = false,
        .reuse_keys = true,
        .unique = df::unique({"rental_date", "inventory_id", "customer_id"}),
        .indexes = df::indexes({"customer_id"}, {"inventory_id"}, {"staff_id"})};
};

// sales_by_film_category
// it is a view
struct SalesByFilmCategory {
    std::optional<std::string> category{};
    std::optional<double> total_sales{};

    static constexpr auto dataflow = df::options{
        .table = "sales_by_film_category",
        .read_only = true};
};

// staff
// TRIGGER staff_trigger_ai
// TRIGGER staff_trigger_au
struct Staff {
    df::id<Staff> staff_id{};
    std::string first_name{};
    std::string last_name{};
    df::id<Address> address_id{}; // REFERENCES address ON UPDATE CASCADE
    std::optional<df::bytes> picture{};
    std::optional<std::string> email{};
    df::id<Store> store_id{}; // REFERENCES store ON UPDATE CASCADE
    std::int64_t active = 1;
    std::string username{};
    std::optional<std::string> password{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "staff",
        .key = df::key("staff_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"address_id"}, {"store_id"})};
};

// store
// TRIGGER store_trigger_ai
// TRIGGER store_trigger_au
struct Store {
    df::id<Store> store_id{};
    df::id<Staff> manager_staff_id{};
    df::id<Address> address_id{};
    df::timestamp last_update{};

    static constexpr auto dataflow = df::options{
        .table = "store",
        .key = df::key("store_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"address_id"}, {"manager_staff_id"})};
};

using database = df::database<Actor, Address, Category, City, Country, Customer, CustomerList, Film,
                              FilmActor, FilmCategory, FilmText, Inventory, Language, Payment,
                              Rental, SalesByFilmCategory, Staff, Store>;

} // namespace sakila_sqlite
