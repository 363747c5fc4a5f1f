// The tables of a database as structs, written by `dataflow pull`, which overwrites a change.
#pragma once

#include <dataflow/dataflow.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace chinook_postgres {

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

// album
struct Album {
    std::int64_t album_id{};
    std::string title{};
    df::id<Artist> artist_id{};

    static constexpr auto dataflow = df::options{
        .table = "album",
        .key = df::key("album_id"),
        .timestamps = false,
        .indexes = df::indexes({"artist_id"})};
};

// artist
struct Artist {
    std::int64_t artist_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "artist",
        .key = df::key("artist_id"),
        .timestamps = false};
};

// customer
struct Customer {
    std::int64_t customer_id{};
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
        .table = "customer",
        .key = df::key("customer_id"),
        .timestamps = false,
        .indexes = df::indexes({"support_rep_id"})};
};

// employee
struct Employee {
    std::int64_t employee_id{};
    std::string last_name{};
    std::string first_name{};
    std::optional<std::string> title{};
    std::optional<df::id<Employee>> reports_to{};
    std::optional<df::local_time> birth_date{};
    std::optional<df::local_time> hire_date{};
    std::optional<std::string> address{};
    std::optional<std::string> city{};
    std::optional<std::string> state{};
    std::optional<std::string> country{};
    std::optional<std::string> postal_code{};
    std::optional<std::string> phone{};
    std::optional<std::string> fax{};
    std::optional<std::string> email{};

    static constexpr auto dataflow = df::options{
        .table = "employee",
        .key = df::key("employee_id"),
        .timestamps = false,
        .indexes = df::indexes({"reports_to"})};
};

// genre
struct Genre {
    std::int64_t genre_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "genre",
        .key = df::key("genre_id"),
        .timestamps = false};
};

// invoice
struct Invoice {
    std::int64_t invoice_id{};
    df::id<Customer> customer_id{};
    df::local_time invoice_date{};
    std::optional<std::string> billing_address{};
    std::optional<std::string> billing_city{};
    std::optional<std::string> billing_state{};
    std::optional<std::string> billing_country{};
    std::optional<std::string> billing_postal_code{};
    df::decimal<10, 2> total{};

    static constexpr auto dataflow = df::options{
        .table = "invoice",
        .key = df::key("invoice_id"),
        .timestamps = false,
        .indexes = df::indexes({"customer_id"})};
};

// invoice_line
struct InvoiceLine {
    std::int64_t invoice_line_id{};
    df::id<Invoice> invoice_id{};
    df::id<Track> track_id{};
    df::decimal<10, 2> unit_price{};
    std::int32_t quantity;

    static constexpr auto dataflow = df::options{
        .table = "invoice_line",
        .key = df::key("invoice_line_id"),
        .timestamps = false,
        .indexes = df::indexes({"invoice_id"}, {"track_id"})};
};

// media_type
struct MediaType {
    std::int64_t media_type_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "media_type",
        .key = df::key("media_type_id"),
        .timestamps = false};
};

// playlist
struct Playlist {
    std::int64_t playlist_id{};
    std::optional<std::string> name{};

    static constexpr auto dataflow = df::options{
        .table = "playlist",
        .key = df::key("playlist_id"),
        .timestamps = false};
};

// playlist_track
struct PlaylistTrack {
    df::id<Playlist> playlist_id{};
    df::id<Track> track_id{};

    static constexpr auto dataflow = df::options{
        .table = "playlist_track",
        .key = df::key("playlist_id", "track_id"),
        .timestamps = false,
        .indexes = df::indexes({"playlist_id"}, {"track_id"})};
};

// track
struct Track {
    std::int64_t track_id{};
    std::string name{};
    std::optional<df::id<Album>> album_id{};
    df::id<MediaType> media_type_id{};
    std::optional<df::id<Genre>> genre_id{};
    std::optional<std::string> composer{};
    std::int32_t milliseconds;
    std::optional<std::int32_t> bytes{};
    df::decimal<10, 2> unit_price{};

    static constexpr auto dataflow = df::options{
        .table = "track",
        .key = df::key("track_id"),
        .timestamps = false,
        .indexes = df::indexes({"album_id"}, {"genre_id"}, {"media_type_id"})};
};

using database = df::database<Album, Artist, Customer, Employee, Genre, Invoice, InvoiceLine,
                              MediaType, Playlist, PlaylistTrack, Track>;

} // namespace chinook_postgres
