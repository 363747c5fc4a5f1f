// What a column of PostgreSQL is to a field, with the texts of forms, and the forms of times: the first part
// of the judge of catalog/detail/fit_postgres.ipp.
#pragma once

#include <dataflow/catalog/fit.hpp>
#include <dataflow/core/decimal_math.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/sql/writer.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dataflow::catalog::detail {

/// A column, the field it is for, and what is said of the two.
class postgres_column {
  public:
    postgres_column(const column& wanted, const column& found) noexcept
        : wanted_(wanted.type), zone_(wanted.zone), name_(found.name), type_(stored_type(*wanted.type.model)),
          stored_(type_.stored) {}

  protected:
    using verdict = column_fit::verdict;

    [[nodiscard]] static column_fit formed() {
        column_fit out;
        out.how = verdict::formed;
        return out;
    }
    [[nodiscard]] column_fit refused(std::string why) const {
        column_fit out;
        out.how = verdict::refused;
        out.reason = std::move(why);
        return out;
    }
    [[nodiscard]] column_fit mismatch() const {
        if (base_ == "money")
            return refused("how it reads depends on the session's locale: make the column NUMERIC(19,2)");
        if (base_ == "time with time zone")
            return refused("it keeps a zone: make the field a std::string, or the column TIME");
        if (found_.kind == type_kind::composite)
            return refused("a composite value fits no field: leave the column out, and read its parts with "
                           "df::sql");
        if (found_.kind == type_kind::range)
            return refused("a range fits no field: leave the column out, and read its ends with df::sql");
        return refused({});
    }
    /// Cast to the library's type where it is read, and to its own where it is written and compared.
    [[nodiscard]] column_fit cast(std::string_view to) const {
        auto out = formed();
        out.read = {"CAST(", " AS " + std::string{to} + ")"};
        out.write = {"CAST(", " AS " + std::string{found_.spelled} + ")"};
        out.beside = out.write;
        return out;
    }
    /// `value`, of that type, where a condition on `v` holds, which is what stands between; else an error of
    /// the server, which says why.
    [[nodiscard]] column_fit::around only_where(std::string_view holds, std::string_view value,
                                                std::string_view why, std::string_view type) const {
        sql::writer w{dialect::postgres};
        w.literal(std::string{sql::refused_mark} + std::string{why} + ": " + std::string{name_});
        return {"(SELECT CASE WHEN v IS NULL OR " + std::string{holds} + " THEN " + std::string{value} +
                    " ELSE CAST(CAST(" + std::string{w.view()} +
                    " || left(v::TEXT, 0) AS TIMESTAMP)::TEXT AS " + std::string{type} +
                    ") END FROM (SELECT ",
                " AS v) AS s)"};
    }

  public:
    /// What the column holds less than the field.
    [[nodiscard]] sql::column_limit limit() const {
        if (stored_ == storage::text && found_.length != 0)
            return {.length = static_cast<std::size_t>(found_.length)};
        const bool whole = stored_ == storage::int32 || stored_ == storage::int64;
        if (whole && base_ == "smallint") return {INT16_MIN, INT16_MAX};
        if (whole && base_ == "integer" && stored_ == storage::int64) return {INT32_MIN, INT32_MAX};
        if ((whole || stored_ == storage::decimal) && base_ == "numeric" && found_.digits != 0) {
            const int digits = found_.digits - found_.scale + type_.scale; // of the field's units
            if (digits <= 0 || digits > dataflow::detail::decimal_digits) return {};
            const auto most = static_cast<std::int64_t>(dataflow::detail::power_of_ten(digits) - 1);
            return {-most, most};
        }
        return {};
    }

  protected:
    [[nodiscard]] column_fit timestamp() const {
        if (base_ == "timestamp without time zone") {
            auto out = formed();
            if (!zone_.empty() && zone_ != "UTC") return in_zone(out);
            out.read = {"(", " AT TIME ZONE 'UTC')"};
            out.write = out.beside = out.read;
            out.as_utc = !rounds();
            if (rounds()) out.write = only_where(truncated(), "v AT TIME ZONE 'UTC'", too_fine, "timestamp");
            return out;
        }
        if (base_ == "timestamp with time zone" && rounds()) return precise();
        return mismatch();
    }
    /// When clocks are put back, an hour comes twice, and the column keeps the second one: what is in the
    /// first is refused. Neither is the order of times theirs then, so the column is compared by what it
    /// means.
    [[nodiscard]] column_fit in_zone(column_fit out) const {
        sql::writer w{dialect::postgres};
        (w << " AT TIME ZONE ").literal(zone_);
        const std::string there{w.view()};
        out.read = {"(", there + ")"};
        auto holds = "(v" + there + ")" + there + " = v";
        if (rounds()) holds += " AND CAST(v" + there + " AS " + std::string{found_.spelled} + ") = v" + there;
        out.write = only_where("(" + holds + ")", "v" + there,
                               "the time comes twice in its zone, or is finer than what the column keeps",
                               "timestamp");
        out.beside = {"(", there + ")"};
        out.equal = out.ordered = false;
        // A zone's offsets differ by a day where it changed over the date line, and by an hour or two more.
        out.low = {"((", there + ") - INTERVAL '26 hours')"};
        out.high = {"((", there + ") + INTERVAL '26 hours')"};
        return out;
    }
    static constexpr std::string_view too_fine = "the time is finer than what it keeps";
    [[nodiscard]] bool rounds() const noexcept { return found_.spelled.find('(') != std::string_view::npos; }

    /// `timestamp(3)` and `time(0)` round what is finer.
    [[nodiscard]] bool precision_of(std::string_view word) const {
        return rounds() && facts_of(stored_).told == base_ && base_.starts_with(word);
    }
    [[nodiscard]] column_fit precise() const {
        auto out = formed();
        out.write = only_where(truncated(), "v", too_fine, facts_of(stored_).told);
        return out;
    }
    [[nodiscard]] std::string truncated() const {
        return "CAST(v AS " + std::string{found_.spelled} + ") = v";
    }

    const column_type& wanted_;
    std::string_view zone_, name_;
    const type_info& type_;
    storage stored_;
    column_type found_{};
    std::string base_{};
};

} // namespace dataflow::catalog::detail
