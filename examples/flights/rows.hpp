// From rows of CSV to structs: whatever does not fit is rejected, with its line and the reason.
#pragma once

#include "csv.hpp"
#include "models.hpp"

#include <charconv>
#include <cstddef>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

/// A row that was refused, by the reader or by the database.
struct rejection {
    std::size_t line;
    std::string reason;
};

/// What was read of a file: every row is either in `rows` or in `rejected`.
template <class M>
struct file_of {
    std::vector<M> rows{};
    std::vector<std::size_t> lines{}; ///< the line that each of `rows` came from
    std::vector<rejection> rejected{};
};

/// The fields of one row by position, and the first problem with them.
class taken {
  public:
    explicit taken(const csv::row& from) : row_(from), problem_(from.problem) {}

    std::string text(std::size_t column) const {
        return problem_.empty() ? row_.fields[column] : std::string{};
    }

    std::string required(std::size_t column, std::string_view name) {
        auto found = text(column);
        if (found.empty()) complain(name, "is empty");
        return found;
    }
    template <class Number>
    Number number(std::size_t column, std::string_view name) {
        const auto found = required(column, name);
        Number out{};
        const auto end = found.data() + found.size();
        const auto [stop, fault] = std::from_chars(found.data(), end, out);
        if (fault == std::errc::result_out_of_range) complain(name, "is out of range: " + found);
        else if (fault != std::errc{} || stop != end) complain(name, "is no number: " + found);
        return out;
    }
    df::timestamp time(std::size_t column, std::string_view name) {
        const auto found = required(column, name);
        const auto time = df::parse_timestamp(found);
        if (!time) complain(name, "is no time: " + found);
        return time.value_or(df::timestamp{});
    }
    const std::string& problem() const { return problem_; }

  private:
    void complain(std::string_view name, const std::string& what) {
        if (problem_.empty()) problem_ = std::string{name} + " " + what;
    }
    const csv::row& row_;
    std::string problem_;
};

/// Reads a file. `make(reader)` finds the columns and gives a function from `taken` to M.
template <class M, class Make>
file_of<M> read_file(const std::string& path, Make make) {
    std::ifstream input{path, std::ios::binary};
    if (!input) throw std::runtime_error(path + " cannot be opened");
    csv::reader reader{input};
    auto to_struct = make(reader);
    file_of<M> out;
    for (csv::row row; reader.next(row);) {
        taken fields{row};
        M made = to_struct(fields);
        if (fields.problem().empty()) {
            out.rows.push_back(std::move(made));
            out.lines.push_back(row.line);
        } else out.rejected.push_back({row.line, fields.problem()});
    }
    return out;
}

inline file_of<Airport> read_airports(const std::string& path) {
    return read_file<Airport>(path, [](const csv::reader& r) {
        return [iata = r.column("iata"),
                name = r.column("name"),
                city = r.column("city"),
                state = r.column("state"),
                country = r.column("country"),
                latitude = r.column("latitude"),
                longitude = r.column("longitude")](taken& row) {
            return Airport{.iata = airport_code{row.required(iata, "iata")},
                           .name = row.required(name, "name"),
                           .city = row.text(city),
                           .state = row.text(state),
                           .country = row.required(country, "country"),
                           .latitude = row.number<double>(latitude, "latitude"),
                           .longitude = row.number<double>(longitude, "longitude")};
        };
    });
}

inline file_of<Flight> read_flights(const std::string& path) {
    return read_file<Flight>(path, [](const csv::reader& r) {
        return [time = r.column("time"),
                delay = r.column("delay"),
                distance = r.column("distance"),
                origin = r.column("origin"),
                destination = r.column("destination")](taken& row) {
            return Flight{.departure = row.time(time, "time"),
                          .delay = row.number<int>(delay, "delay"),
                          .distance = row.number<int>(distance, "distance"),
                          .origin = airport_code{row.required(origin, "origin")},
                          .destination = airport_code{row.required(destination, "destination")}};
        };
    });
}
