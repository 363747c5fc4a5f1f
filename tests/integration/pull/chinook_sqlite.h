// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace chinook_sqlite {

namespace df = dataflow;

struct Album;
struct Artist;
struct Customer;
struct Employee;
struct Genre;
struct Invoice;
struct InvoiceLine;
struct MediaType;
struct Playlist;
struct PlaylistTrack;
struct Track;

// Album
struct Album {
    df::id<Album> album_id{};
    std::string title{};
    df::id<Artist> artist_id{};

    static constexpr auto dataflow = df::options{
        .table = "Album",
        .naming = df::naming::pascal_case,
        .key = df::key("album_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"artist_id"})};
};

// Artist
struct Artist {
    df::id<Artist> artist_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "Artist",
        .naming = df::naming::pascal_case,
        .key = df::key("artist_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// Customer
struct Customer {
    df::id<Customer> customer_id{};
    std::string first_name{};
    std::string last_name{};
    std::optional<std::string> company{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> state{};
    std::optional<std::string> country{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};
    std::string email{};
    std::optional<df::id<Employee>> support_rep_id{};

    static constexpr auto dataflow = df::options{
        .table = "Customer",
        .naming = df::naming::pascal_case,
        .key = df::key("customer_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"support_rep_id"})};
};

// Employee
struct Employee {
    df::id<Employee> employee_id{};
    std::string last_name{};
    std::string first_name{};
    std::optional<std::string> title{};
    std::optional<df::id<Employee>> reports_to{};
    std::optional<df::timestamp> birth_date{};
    std::optional<df::timestamp> hire_date{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> state{};
    std::optional<std::string> country{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};
    std::optional<std::string> email{};

    static constexpr auto dataflow = df::options{
        .table = "Employee",
        .naming = df::naming::pascal_case,
        .key = df::key("employee_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"reports_to"})};
};

// Genre
struct Genre {
    df::id<Genre> genre_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "Genre",
        .naming = df::naming::pascal_case,
        .key = df::key("genre_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// Invoice
struct Invoice {
    df::id<Invoice> invoice_id{};
    df::id<Customer> customer_id{};
    df::timestamp invoice_date{};
    std::optional<std::string> billing_address{};
    std::optional<std::string> billing_city{};
    std::optional<std::string> billing_state{};
    std::optional<std::string> billing_country{};
    std::optional<std::string> billing_postal_code{};
    df::decimal<10, 2> total{};

    static constexpr auto dataflow = df::options{
        .table = "Invoice",
        .naming = df::naming::pascal_case,
        .key = df::key("invoice_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"customer_id"})};
};

// InvoiceLine
struct InvoiceLine {
    df::id<InvoiceLine> invoice_line_id{};
    df::id<Invoice> invoice_id{};
    df::id<Track> track_id{};
    df::decimal<10, 2> unit_price{};
    std::int64_t quantity;

    static constexpr auto dataflow = df::options{
        .table = "InvoiceLine",
        .naming = df::naming::pascal_case,
        .key = df::key("invoice_line_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"invoice_id"}, {"track_id"})};
};

// MediaType
struct MediaType {
    df::id<MediaType> media_type_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "MediaType",
        .naming = df::naming::pascal_case,
        .key = df::key("media_type_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// Playlist
struct Playlist {
    df::id<Playlist> playlist_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "Playlist",
        .naming = df::naming::pascal_case,
        .key = df::key("playlist_id"),
        .timestamps = false,
        .reuse_keys = true};
};

// PlaylistTrack
struct PlaylistTrack {
    df::id<Playlist> playlist_id{};
    df::id<Track> track_id{};

    static constexpr auto dataflow = df::options{
        .table = "PlaylistTrack",
        .naming = df::naming::pascal_case,
        .key = df::key("playlist_id", "track_id"),
        .timestamps = false,
        .indexes = df::indexes({"playlist_id"}, {"track_id"})};
};

// Track
struct Track {
    df::id<Track> track_id{};
    std::string name{};
    std::optional<df::id<Album>> album_id{};
    df::id<MediaType> media_type_id{};
    std::optional<df::id<Genre>> genre_id{};
    std::optional<std::string> composer{};
    std::int64_t milliseconds;
    std::optional<std::int64_t> bytes{};
    df::decimal<10, 2> unit_price{};

    static constexpr auto dataflow = df::options{
        .table = "Track",
        .naming = df::naming::pascal_case,
        .key = df::key("track_id"),
        .timestamps = false,
        .reuse_keys = true,
        .indexes = df::indexes({"album_id"}, {"genre_id"}, {"media_type_id"})};
};

using database = df::database<Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine,
                              MediaType, Playlist, PlaylistTrack, Track>;

} // namespace chinook_sqlite
