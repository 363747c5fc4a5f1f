// How SQLite's declared types, and the values that are stored under them, fit fields.
#pragma once

#include <dataflow/catalog/detail/sqlite_column.ipp>
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

/// Judges one column.
class sqlite_fit : sqlite_column {
  public:
    using sqlite_column::sqlite_column;

    [[nodiscard]] column_fit of() const {
        if (stored_ == storage::decimal) return decimal();
        if (is_clock(stored_)) return asks(question_of_time());
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
        case sql::shape_question::time:
        case sql::shape_question::local:
        case sql::shape_question::day:
        case sql::shape_question::clock:
            settle_time(out, shapes);
            require_no_zone(out);
            break;
        case sql::shape_question::uuid: settle_uuid(out, shapes); break;
        case sql::shape_question::boolean: settle_boolean(out, shapes); break;
        default: break;
        }
        out.ask = sql::shape_question::nothing;
    }

  private:
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

    /// What the options say, or else the declared type suggests.
    [[nodiscard]] shape::kind empty_uuid() const {
        using form = schema::kept_words::form;
        switch (said_.how) {
        case form::uuid_hex: return shape::hex;
        case form::uuid_capitals: return shape::upper;
        case form::uuid_bytes: return shape::bytes;
        case form::uuid_text: return shape::lower;
        default: break;
        }
        if (affinity_ == "BLOB" && !declared_.empty()) return shape::bytes;
        return declared_.ends_with("CHAR(32)") ? shape::hex : shape::lower; // as Django has it
    }
    void settle_uuid(column_fit& out, std::span<const shape_count> shapes) const {
        auto what = shape::lower;
        if (shapes.size() > 1) out.equal = out.ordered = false;
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            if (shapes[i].shape.what == shape::other) return refuse(out, "it holds values that are no UUIDs");
            if (i == 0) what = shapes[i].shape.what;
        }
        if (shapes.empty()) what = empty_uuid();
        if (said_.how != schema::kept_words::form::unknown) {
            const auto wanted = empty_uuid();
            for (const auto& one : shapes)
                if (one.shape.what != wanted) out.equal = out.ordered = false;
            what = wanted;
        }
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

    /// Finds the texts that the options name.
    [[nodiscard]] bool is_said(std::uint8_t& at) const {
        for (at = 0; at < std::size(sql::known_booleans); ++at)
            if (sql::known_booleans[at].no == said_.no && sql::known_booleans[at].yes == said_.yes)
                return true;
        return false;
    }
    void settle_boolean(column_fit& out, std::span<const shape_count> shapes) const {
        const bool said = said_.how == schema::kept_words::form::booleans;
        bool numbers = shapes.empty() && affinity_ != "TEXT" && !said;
        bool texts = false;
        for (const auto& one : shapes) {
            numbers = numbers || one.shape.what == shape::number;
            texts = texts || one.shape.what == shape::boolean;
            if (one.shape.what != shape::number && one.shape.what != shape::boolean)
                return refuse(out, "it holds values that are neither true nor false");
        }
        if (numbers && !texts && !said) {
            if (affinity_ == "REAL") return refuse(out, "0 and 1 become real numbers in it");
            return own(out);
        }
        set(out, sql::kept_as::boolean_text);
        out.kept.booleans = shapes.empty() ? std::uint8_t{8} : shapes.front().shape.detail; // '0' and '1'
        if (said && !is_said(out.kept.booleans))
            return refuse(out, "the options say that it keeps truth values as no texts that are known");
        bool one_kind = !numbers;
        for (const auto& s : shapes) one_kind = one_kind && s.shape.detail == out.kept.booleans;
        out.equal = one_kind;
        out.ordered = false;
    }
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
