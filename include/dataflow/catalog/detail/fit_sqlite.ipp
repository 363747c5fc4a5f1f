// How SQLite's declared types, and the values that are stored under them, fit fields.
#pragma once

#include <dataflow/catalog/fit.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/sql/column_type.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

[[nodiscard]] inline bool is_clock(storage s) noexcept {
    return s == storage::timestamp || s == storage::date || s == storage_of<local_time> ||
           s == storage_of<time_of_day>;
}

/// Judges one column.
class sqlite_fit {
  public:
    sqlite_fit(const column& wanted, const column& found)
        : type_(stored_type(*wanted.type.model)), stored_(type_.stored),
          declared_(sql::in_capitals(found.type.spelled)), affinity_(sql::affinity(declared_)) {}

    [[nodiscard]] column_fit of() const {
        if (stored_ == storage::decimal) return decimal();
        if (is_clock(stored_)) return asks(sql::shape_question::time);
        if (stored_ == storage::uuid) return asks(sql::shape_question::uuid);
        if (stored_ == storage::boolean) return asks(sql::shape_question::boolean);
        if (declared_.find(',') != std::string::npos && affinity_ == "INTEGER")
            return refused("the library keeps decimals in such a column");
        if (stored_ == storage::float32 && affinity_ == "REAL") return kept(sql::kept_as::real);
        if (sql::keeps_values(type_, declared_)) return {};
        switch (stored_) {
        case storage::int16:
        case storage::int32:
        case storage::int64:
        case storage::duration:
            if (affinity_ == "TEXT") return refused("numbers become texts in it");
            return affinity_ == "REAL" ? kept(sql::kept_as::whole_real) : kept(sql::kept_as::as_sent);
        case storage::float32:
        case storage::float64:
            if (affinity_ == "TEXT") return refused("numbers become texts in it");
            return kept(sql::kept_as::real);
        case storage::bytes: return kept(sql::kept_as::as_sent); // bytes stay bytes in every column
        case storage::json: {
            if (affinity_ == "BLOB") return kept(sql::kept_as::as_sent);
            auto out = kept(sql::kept_as::json_text);
            out.equal = out.ordered = false;
            return out;
        }
        default: break;
        }
        if (affinity_ == "BLOB" || is_array(stored_) || type_.memory == layout::enumeration)
            return kept(sql::kept_as::as_sent);
        if (stored_ == storage::text)
            return refused("to SQLite " + (declared_.empty() ? "it" : declared_) +
                           " is a type of numbers: a text like '007' becomes 7 in it");
        return kept(sql::kept_as::as_sent); // texts that are never numbers
    }

    void settle(column_fit& out, std::span<const shape_count> shapes) const {
        switch (out.ask) {
        case sql::shape_question::time: settle_time(out, shapes); break;
        case sql::shape_question::uuid: settle_uuid(out, shapes); break;
        case sql::shape_question::boolean: settle_boolean(out, shapes); break;
        case sql::shape_question::nothing: break;
        }
        out.ask = sql::shape_question::nothing;
    }

  private:
    using verdict = column_fit::verdict;
    using shape = sql::found_shape;

    [[nodiscard]] column_fit kept(sql::kept_as how) const {
        column_fit out;
        out.how = verdict::formed;
        set(out, how);
        return out;
    }
    void set(column_fit& out, sql::kept_as how) const {
        out.kept.how = how;
        out.kept.stored = stored_;
        out.kept.scale = type_.scale;
        out.kept.real_column = affinity_ == "REAL";
    }
    [[nodiscard]] column_fit asks(sql::shape_question what) const {
        auto out = kept(sql::kept_as::as_sent);
        out.ask = what;
        return out;
    }
    [[nodiscard]] static column_fit refused(std::string why) {
        column_fit out;
        out.how = verdict::refused;
        out.reason = std::move(why);
        return out;
    }
    static void refuse(column_fit& out, std::string why) {
        out.how = verdict::refused;
        out.reason = std::move(why);
    }
    /// The library's own type, and values as it keeps them.
    [[nodiscard]] bool is_own() const { return sql::keeps_values(type_, declared_); }
    void own(column_fit& out) const {
        if (is_own()) out.how = verdict::own;
        set(out, sql::kept_as::as_sent);
    }

    [[nodiscard]] column_fit decimal() const {
        if (is_own()) return {};
        if (declared_.starts_with("INTEGER(") && declared_.find(',') != std::string::npos)
            return refused("it keeps decimals of another number of digits");
        if (affinity_ == "TEXT") {
            auto out = kept(sql::kept_as::number_text);
            out.equal = out.ordered = false; // '0.99' and '0.990' are equal, and '10' is more than '9'
            return out;
        }
        auto out = kept(sql::kept_as::number);
        if (affinity_ == "BLOB") out.equal = out.ordered = false; // texts stay texts in it
        return out;
    }

    void settle_uuid(column_fit& out, std::span<const shape_count> shapes) const {
        auto what = shape::lower;
        if (shapes.size() > 1) out.equal = out.ordered = false;
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            if (shapes[i].shape.what == shape::other) return refuse(out, "it holds values that are no UUIDs");
            if (i == 0) what = shapes[i].shape.what;
        }
        if (shapes.empty() && affinity_ == "BLOB" && !declared_.empty()) what = shape::bytes;
        if (what == shape::hex && affinity_ != "TEXT" && affinity_ != "BLOB")
            return refuse(out, "to SQLite " + declared_ +
                                   " is a type of numbers, which some UUIDs without "
                                   "dashes would become");
        if (what == shape::lower && shapes.size() <= 1) return own(out);
        set(out, what == shape::hex     ? sql::kept_as::uuid_hex
                 : what == shape::bytes ? sql::kept_as::uuid_bytes
                 : what == shape::upper ? sql::kept_as::uuid_upper
                                        : sql::kept_as::as_sent);
        if (what == shape::lower) set(out, sql::kept_as::uuid_upper); // several: read whatever there is
    }

    void settle_boolean(column_fit& out, std::span<const shape_count> shapes) const {
        bool numbers = shapes.empty() && affinity_ != "TEXT";
        bool texts = false;
        for (const auto& one : shapes) {
            numbers = numbers || one.shape.what == shape::number;
            texts = texts || one.shape.what == shape::boolean;
            if (one.shape.what != shape::number && one.shape.what != shape::boolean)
                return refuse(out, "it holds values that are neither true nor false");
        }
        if (numbers && !texts) {
            if (affinity_ == "REAL") return refuse(out, "0 and 1 become real numbers in it");
            return own(out);
        }
        set(out, sql::kept_as::boolean_text);
        out.kept.booleans = shapes.empty() ? std::uint8_t{8} : shapes.front().shape.detail; // '0' and '1'
        bool one_kind = !numbers;
        for (const auto& s : shapes) one_kind = one_kind && s.shape.detail == out.kept.booleans;
        out.equal = one_kind;
        out.ordered = false;
    }

    [[nodiscard]] bool is_own_shape(const sql::time_shape& s) const noexcept {
        if (stored_ == storage::date) return s.separator == '\0';
        if (s.fraction != 6) return false;
        if (stored_ == storage_of<time_of_day>) return true;
        const bool zone = stored_ == storage::timestamp;
        return s.separator == 'T' &&
               s.ends == (zone ? sql::time_shape::zone::z : sql::time_shape::zone::none);
    }

    /// What the declared type suggests, of a column that holds nothing yet.
    void suggest_time(column_fit& out) const {
        if (affinity_ == "INTEGER") return set(out, sql::kept_as::unix_seconds);
        if (affinity_ == "REAL") return set(out, sql::kept_as::julian_days), unordered(out);
        if ((is_own() && declared_ == "TEXT") || stored_ == storage::date) return own(out);
        set(out, sql::kept_as::time_text);
        out.kept.shape = {' ', sql::time_shape::none_or_six, {}};
    }
    static void unordered(column_fit& out) { out.equal = out.ordered = false; }

    void settle_time(column_fit& out, std::span<const shape_count> shapes) const {
        if (shapes.empty()) return suggest_time(out);
        const auto& first = shapes.front().shape; // that of most values
        bool texts = true;
        for (const auto& one : shapes) {
            const auto what = one.shape.what;
            if (what == shape::other) return refuse(out, "it holds values that are no times");
            texts = texts && (what == shape::text || what == shape::irregular);
        }
        if (texts) return settle_text(out, shapes, first);
        for (const auto& one : shapes)
            if (one.shape.what != first.what)
                return refuse(out, "it holds times in more than one form: texts and numbers, or seconds and "
                                   "milliseconds");
        switch (first.what) {
        case shape::seconds: return set(out, sql::kept_as::unix_seconds);
        case shape::milliseconds: return set(out, sql::kept_as::unix_milliseconds);
        case shape::microseconds: return set(out, sql::kept_as::unix_microseconds);
        case shape::julian: set(out, sql::kept_as::julian_days); break;
        default: set(out, sql::kept_as::unix_real); break;
        }
        unordered(out); // real numbers are not exact
    }

    void settle_text(column_fit& out, std::span<const shape_count> shapes, const shape& first) const {
        if (shapes.size() == 1 && first.what == shape::text && is_own_shape(first.shape)) return own(out);
        set(out, sql::kept_as::time_text);
        out.kept.shape = first.shape;
        if (first.what == shape::irregular) {
            out.kept.shape = {' ', sql::time_shape::none_or_six, {}};
            return unordered(out);
        }
        if (shapes.size() == 1) return;
        // As Python writes: six digits of a second, or none where they are 0.
        auto other = shapes[1].shape;
        const bool python = shapes.size() == 2 && other.what == shape::text &&
                            first.shape.fraction + other.shape.fraction == 6 &&
                            first.shape.fraction != other.shape.fraction && first.shape.fraction % 6 == 0;
        other.shape.fraction = first.shape.fraction;
        if (python && other.shape == first.shape) {
            out.kept.shape.fraction = sql::time_shape::none_or_six;
            out.ordered = first.shape.ends != sql::time_shape::zone::z; // '.' comes before 'Z'
            return;
        }
        unordered(out);
    }

    const type_info& type_;
    storage stored_;
    std::string declared_;
    std::string_view affinity_;
};

inline void settle_sqlite(column_fit& fit, const column& wanted, const column& found,
                          std::span<const shape_count> shapes) {
    sqlite_fit{wanted, found}.settle(fit, shapes);
}
[[nodiscard]] inline column_fit fit_of_sqlite(const column& wanted, const column& found) {
    return sqlite_fit{wanted, found}.of();
}

} // namespace detail

} // namespace dataflow::catalog
