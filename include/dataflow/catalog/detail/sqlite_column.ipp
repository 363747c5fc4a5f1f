// What a column of SQLite is to a field, and which form its times have: the part of the judge of
// catalog/detail/fit_sqlite.ipp that knows of stored times.
#pragma once

#include <dataflow/catalog/fit.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/core/types/registry.hpp>
#include <dataflow/schema/kept_words.hpp>
#include <dataflow/sql/column_type.hpp>

#include <span>
#include <string>
#include <string_view>

namespace dataflow::catalog::detail {

[[nodiscard]] inline bool is_clock(storage s) noexcept {
    return s == storage::timestamp || s == storage::date || s == storage_of<local_time> ||
           s == storage_of<time_of_day>;
}

/// A column, the field it is for, and what is said of the two.
class sqlite_column {
  public:
    sqlite_column(const column& wanted, const column& found)
        : said_(schema::read_kept_words(wanted.kept)), zone_(wanted.zone),
          type_(stored_type(*wanted.type.model)), stored_(type_.stored),
          declared_(sql::in_capitals(found.type.spelled)), affinity_(sql::affinity(declared_)) {}

  protected:
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
    [[nodiscard]] sql::shape_question question_of_time() const noexcept {
        return stored_ == storage::date             ? sql::shape_question::day
               : stored_ == storage_of<time_of_day> ? sql::shape_question::clock
               : stored_ == storage_of<local_time>  ? sql::shape_question::local
                                                    : sql::shape_question::time;
    }
    /// The library's own type, and values as it keeps them.
    [[nodiscard]] bool is_own() const { return sql::keeps_values(type_, declared_); }
    void own(column_fit& out) const {
        if (is_own()) out.how = verdict::own;
        set(out, sql::kept_as::as_sent);
    }

    [[nodiscard]] std::string_view words() const noexcept {
        return stored_ == storage::date             ? "days"
               : stored_ == storage_of<time_of_day> ? "times of day"
               : stored_ == storage_of<local_time>  ? "times without a zone"
                                                    : "times";
    }
    [[nodiscard]] bool is_own_shape(const sql::time_shape& s) const noexcept {
        if (stored_ == storage::date) return s.separator == '\0';
        if (s.fraction != 6 || s.dated) return false;
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
        bool texts = true, numbers = true;
        for (const auto& one : shapes) {
            const auto what = one.shape.what;
            if (what == shape::other)
                return refuse(out, "it holds values that are no " + std::string{words()});
            const bool text = what == shape::text || what == shape::irregular;
            texts = texts && text;
            numbers = numbers && !text;
        }
        if (said_.how != schema::kept_words::form::unknown) return settle_said(out, shapes, texts, numbers);
        if (shapes.empty()) return suggest_time(out);
        const auto& first = shapes.front().shape; // that of most values
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

    /// As the model's options say it.
    void settle_said(column_fit& out, std::span<const shape_count> shapes, bool texts, bool numbers) const {
        using form = schema::kept_words::form;
        if (said_.how == form::text_of_time) {
            if (!texts) return refuse(out, "it holds numbers, and the options say that it keeps texts");
            const std::uint8_t digits = said_.fraction_wanes ? sql::time_shape::none_or_six : said_.fraction;
            const sql::time_shape wanted{said_.day ? said_.separator : ' ', digits,
                                         said_.zone == 'Z'   ? sql::time_shape::zone::z
                                         : said_.zone == '+' ? sql::time_shape::zone::offset
                                                             : sql::time_shape::zone::none,
                                         said_.day && stored_ == storage_of<time_of_day>};
            bool same = true;
            for (const auto& one : shapes) {
                auto is = one.shape.shape;
                if (said_.fraction_wanes && is.fraction % 6 == 0) is.fraction = digits;
                same = same && one.shape.what == shape::text && is == wanted;
            }
            if (same && is_own_shape(wanted)) return own(out);
            set(out, sql::kept_as::time_text);
            out.kept.shape = wanted;
            out.equal = same;
            out.ordered = same && !(said_.fraction_wanes && said_.zone == 'Z'); // '.' comes before 'Z'
            return;
        }
        if (!numbers) return refuse(out, "it holds texts, and the options say that it keeps numbers");
        if (affinity_ == "TEXT") return refuse(out, "numbers become texts in it");
        const bool real = said_.how == form::julian_days || said_.how == form::unix_real;
        if (!real && affinity_ == "REAL")
            return refuse(out,
                          "whole numbers become real ones in it: it keeps \"unix seconds with a fraction\"");
        set(out, said_.how == form::unix_seconds        ? sql::kept_as::unix_seconds
                 : said_.how == form::unix_milliseconds ? sql::kept_as::unix_milliseconds
                 : said_.how == form::unix_microseconds ? sql::kept_as::unix_microseconds
                 : said_.how == form::julian_days       ? sql::kept_as::julian_days
                                                        : sql::kept_as::unix_real);
        if (real) unordered(out);
    }
    /// SQLite knows no zone's history: what a text without a zone means in one cannot be told.
    void require_no_zone(column_fit& out) const {
        if (zone_.empty() || zone_ == "UTC" || stored_ != storage::timestamp || out.how == verdict::refused ||
            out.kept.how != sql::kept_as::time_text ||
            (out.kept.shape.ends != sql::time_shape::zone::none && out.equal))
            return;
        refuse(out, "its texts may have no zone, and SQLite does not know " + std::string{zone_} +
                        ": make the field a df::local_time, or keep times with a zone");
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

    schema::kept_words said_;
    std::string_view zone_;
    const type_info& type_;
    storage stored_;
    std::string declared_;
    std::string_view affinity_;
};

} // namespace dataflow::catalog::detail
