// How PostgreSQL's types fit fields that have others of their own.
#pragma once

#include <dataflow/catalog/base_type.hpp>
#include <dataflow/catalog/compare.hpp>
#include <dataflow/catalog/detail/decimal_digits.hpp>
#include <dataflow/catalog/detail/postgres_column.ipp>
#include <dataflow/catalog/fit.hpp>
#include <dataflow/catalog/understood.hpp>
#include <dataflow/core/mapped.hpp>
#include <dataflow/sql/column_type.hpp>

#include <string>
#include <string_view>

namespace dataflow::catalog {

namespace detail {

/// Judges one column.
class postgres_fit : postgres_column {
  public:
    using postgres_column::limit;
    using postgres_column::postgres_column;

    [[nodiscard]] column_fit of(const column_type& found) {
        found_ = found;
        if (found.kind == type_kind::domain) {
            auto base = understood(dialect::postgres, found.base);
            base.kind = found.base_kind;
            auto out = of(base);
            if (out.how == verdict::own) out.how = verdict::formed;
            return out;
        }
        base_ = base_type(found.spelled);
        if (found.kind == type_kind::enumeration) return enumeration();
        if (keeps_values(dialect::postgres, wanted_, found)) return {};
        if (is_array(stored_) || base_.ends_with("[]")) return array();
        if (is_whole(stored_)) return whole();
        switch (stored_) {
        case storage::decimal: return decimal();
        case storage::float32:
            if (base_ == "double precision") return formed();
            break;
        case storage::float64:
            if (base_ == "real")
                return refused("it keeps fewer digits than a double: make the field a float, or the column "
                               "DOUBLE PRECISION");
            break;
        case storage::text: return text();
        case storage::timestamp: return timestamp();
        case storage::json:
            if (base_ == "json" || is_text()) {
                auto out = cast("jsonb");
                out.equal = out.ordered = false;
                return out;
            }
            break;
        case storage::uuid:
            if (is_text()) {
                auto out = cast("uuid");
                out.equal = out.ordered = false; // a UUID has several spellings
                return out;
            }
            break;
        case storage::duration:
            if (base_ == "interval") return interval();
            if (is_whole_type()) return formed();
            break;
        default: break;
        }
        if (precision_of("time") || precision_of("timestamp")) return precise();
        if (base_ == "cidr" && facts_of(stored_).told == "inet") {
            auto out = cast("inet");
            out.beside = {};
            return out;
        }
        return mismatch();
    }

  private:
    [[nodiscard]] static bool is_whole(storage s) noexcept {
        return s == storage::int16 || s == storage::int32 || s == storage::int64;
    }
    [[nodiscard]] bool is_whole_type() const noexcept {
        return base_ == "smallint" || base_ == "integer" || base_ == "bigint";
    }
    [[nodiscard]] bool is_text() const noexcept { return base_ == "text" || base_ == "character varying"; }

    [[nodiscard]] column_fit enumeration() const {
        const bool array = base_.ends_with("[]");
        if (stored_ != (array ? array_of(storage::text) : storage::text)) return refused({});
        auto out = cast(array ? "text[]" : "text");
        out.ordered = false; // the enumeration has an order of its own
        out.as_name = !array;
        return out;
    }
    [[nodiscard]] column_fit whole() const {
        if (is_whole_type()) return formed();
        if (base_ != "numeric") return mismatch();
        if (found_.digits == 0 || found_.scale != 0)
            return refused("it may hold digits after the point: make the field a df::decimal");
        auto out = cast("bigint");
        out.beside = {};
        return out;
    }
    [[nodiscard]] column_fit decimal() const {
        if (is_whole_type() && type_.scale == 0) {
            auto out = cast("numeric");
            out.beside = {"CAST(", " AS bigint)"}; // which every value of the field fits in
            return out;
        }
        if (base_ != "numeric") {
            if (base_ == "real" || base_ == "double precision")
                return refused("it holds binary numbers, which decimals are not: make the field a double, or "
                               "the column " +
                               sql::column_type(dialect::postgres, type_));
            return mismatch();
        }
        if (found_.digits != 0 && found_.scale < type_.scale) {
            const auto held = digits_for(found_.digits, found_.scale);
            return refused("it rounds to fewer digits after the point than the field has: make the field a " +
                           (held.found() ? held.spelled() : std::string{"std::string"}));
        }
        return formed();
    }
    [[nodiscard]] column_fit text() const {
        if (base_ == "character" || base_ == "bpchar") {
            auto out = cast("text");
            out.beside = {"CAST(", " AS bpchar)"};
            out.write = only_where("right(v, 1) <> ' '", "CAST(v AS bpchar)",
                                   "blanks at the end are not kept", "bpchar");
            return out;
        }
        if (base_ == "citext" || base_.ends_with(".citext")) {
            auto out = cast("text");
            out.warning = "texts that differ in case only are equal to it";
            return out;
        }
        if (base_ == "uuid") return refused("make the field a df::uuid");
        if (base_ == "numeric" || base_ == "interval" || base_ == "time with time zone") return as_written();
        return mismatch();
    }
    /// The text that PostgreSQL writes, where no other field holds all its values.
    [[nodiscard]] column_fit as_written() const {
        auto out = cast("text");
        if (rounds())
            out.write = only_where(out.write.before + "v" + out.write.after + " = CAST(v AS " + base_ + ")",
                                   out.write.before + "v" + out.write.after,
                                   "it keeps fewer digits than the value has", base_);
        return out;
    }
    [[nodiscard]] column_fit interval() const {
        auto out = formed();
        out.read = only_where("(extract(year FROM v) = 0 AND extract(month FROM v) = 0)",
                              "CAST(extract(epoch FROM v) * 1000000 AS bigint)",
                              "months have no fixed length, and the field counts time", "bigint");
        out.write = {"CAST(", " || ' microseconds' AS interval)"};
        out.beside = out.write;
        return out;
    }
    [[nodiscard]] column_fit array() const {
        if (!is_array(stored_) || !base_.ends_with("[]")) return refused({});
        const auto element = element_of(stored_);
        const auto own = base_.substr(0, base_.size() - 2);
        const bool whole_elements = own == "smallint" || own == "integer" || own == "bigint";
        const bool written = own == "interval" || own == "time with time zone" || own == "numeric";
        if (element == storage::text && written && !rounds()) return cast("text[]");
        if (own == "interval" || own == "time with time zone")
            return refused("an array of " + own +
                           " fits a std::vector<std::string>, each as PostgreSQL writes it");
        if (is_whole(element) && whole_elements) return cast(std::string{facts_of(element).told} + "[]");
        if (element == storage::decimal && own == "numeric" &&
            (found_.digits == 0 || found_.scale >= type_.sequence->element->scale))
            return formed();
        return refused({});
    }
};

[[nodiscard]] inline column_fit fit_of_postgres(const column& wanted, const column& found) {
    postgres_fit judge{wanted, found};
    auto out = judge.of(found.type);
    if (out.how != column_fit::verdict::refused) out.limit = judge.limit();
    return out;
}

} // namespace detail

} // namespace dataflow::catalog
