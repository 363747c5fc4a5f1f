// The prepared statements of a connection, found by number.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/connection.hpp>
#include <dataflow/driver/named.hpp>
#include <dataflow/driver/postgres/decode.hpp>
#include <dataflow/driver/postgres/fault.hpp>
#include <dataflow/driver/postgres/handles.hpp>
#include <dataflow/driver/postgres/link.hpp>
#include <dataflow/driver/postgres/parameters.hpp>
#include <dataflow/driver/postgres/wire.hpp>
#include <dataflow/sql/dialect.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// A statement that the server keeps parsed; empty name: the unnamed one, which lasts until the next.
struct prepared {
    std::string name;
    std::vector<type_number> parameters; ///< the types that it was prepared for
    std::vector<type_number> columns;    ///< the types of its result
    named_fields named;                  ///< the fields by the columns' names, where they are matched so
    std::uint32_t generation = 0;        ///< how often a prepared form was dropped
    bool ready = false;
};

/// Whether a failure means that the prepared form is out of date: the table was changed, or someone
/// dropped the session's statements. Nothing was done then.
[[nodiscard]] inline bool is_stale(const PGresult* result) noexcept {
    const auto code = report_field(result, PG_DIAG_SQLSTATE);
    if (code == "26000") return true;
    // "cached plan must not change result type": told by its origin, for the text may be translated.
    return code == "0A000" && report_field(result, PG_DIAG_SOURCE_FUNCTION) == "RevalidateCachedQuery";
}

/// The statements of one connection.
class statement_cache {
  public:
    explicit statement_cache(link& on) noexcept : link_(on) {}

    /// The prepared form of a statement, made at first use in one round trip; its result's columns are
    /// checked against the fields where there is a target. Throws.
    [[nodiscard]] prepared& find(const subject& about, const postgres_::parameters& given,
                                 const std::span<const field_access>* fields) {
        prepared* entry = &unnamed_;
        if (about.what->cache != nullptr) {
            const std::size_t number = about.what->cache->of(about.variant);
            if (number >= entries_.size()) entries_.resize(number + 1);
            entry = &entries_[number];
            if (entry->ready && entry->parameters != given.types()) drop(*entry);
            if (!entry->ready) name(*entry, number);
        } else {
            entry->ready = false;
        }
        if (!entry->ready) prepare(about, given, *entry, fields);
        if (fields != nullptr && about.what->handwritten) {
            check_named(about, *entry);
        } else if (fields != nullptr && !fits(entry->columns, *fields)) {
            const auto found = std::move(entry->columns);
            drop(*entry); // the table may be mended before the next use
            check_columns(about, found, *fields);
        }
        return *entry;
    }

    /// Takes note that the server has no current form of a statement. A failed transaction stays
    /// failed: then this throws `serialization_failure`, so that the whole of it is run again.
    void forget(const subject& about, prepared& entry) {
        const bool failed = link_.in_transaction();
        if (failed) {
            // The old form may be there still, and cannot be dropped now: the next has another name.
            entry.ready = false;
            ++entry.generation;
            link_.fail(about, error_kind::serialization_failure,
                       "a table was changed by someone else while the transaction ran; run it again");
        }
        drop(entry);
        link_.restore_session();
    }

  private:
    [[nodiscard]] static bool fits(std::span<const type_number> found, std::span<const field_access> fields) noexcept {
        if (found.size() != fields.size()) return false;
        for (std::size_t i = 0; i < found.size(); ++i)
            if (!readable(fields[i].type->stored, found[i])) return false;
        return true;
    }

    static void name(prepared& entry, std::size_t number) {
        entry.name = "df_" + std::to_string(number);
        if (entry.generation != 0) entry.name += "_" + std::to_string(entry.generation);
    }

    void drop(prepared& entry) {
        entry.ready = false;
        if (entry.name.empty()) return;
        ++entry.generation;
        // In a transaction a DEALLOCATE of a form that is gone would fail it; one form too many does not.
        if (!link_.in_transaction()) link_.try_command(("DEALLOCATE " + entry.name).c_str());
    }

    /// Checks the types of columns that were found by name. A whole number of any width goes into any other, each
    /// being checked when it is read.
    void check_named(const subject& about, prepared& entry) {
        const auto whole = [](storage s) { return s == storage::int16 || s == storage::int32 || s == storage::int64; };
        std::string words;
        std::string names;
        const auto fields = entry.named.span();
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const auto stored = fields[i].type->stored;
            if (readable(whole(stored) ? storage::int64 : stored, entry.columns[i])) continue;
            const std::string name{fields[i].name};
            words += (words.empty() ? "" : "; ") + std::string{"expected "} + std::string{sql::type_name(dialect::postgres, stored)} +
                     (name.empty() ? "" : " for " + name) + ", found " + type_label(entry.columns[i]);
            names += (names.empty() ? "" : ", ") + name;
        }
        if (words.empty()) return;
        drop(entry);
        raise(error_kind::schema_mismatch, about.info(std::move(words), names));
    }

    /// A statement's text. Whether pgvector is there is looked up once a connection, when a text depends on it.
    [[nodiscard]] std::string text_of(const subject& about) {
        if (!about.text.empty() || about.what->write == nullptr) return about.sql();
        bool asked = false;
        auto out = about.what->sql(dialect::postgres, about.variant, vectors_.value_or(false), asked);
        if (!asked || vectors_.has_value()) return out;
        const std::string look{"SELECT " + std::string{sql::vectors_are_there}};
        vectors_ = std::string_view{PQgetvalue(link_.command(look.c_str(), about).get(), 0, 0)} == "t";
        return *vectors_ ? about.what->sql(dialect::postgres, about.variant, true, asked) : out;
    }

    /// Parse and Describe go out together.
    void prepare(const subject& about, const postgres_::parameters& given, prepared& entry, const std::span<const field_access>* fields) {
        PGconn* c = link_.get();
        const std::string sql = text_of(about);
        result_ptr described;
        result_ptr failed;
        const bool sent = PQenterPipelineMode(c) == 1 &&
                          PQsendPrepare(c, entry.name.c_str(), sql.c_str(), given.count(), given.types().data()) == 1 &&
                          PQsendDescribePrepared(c, entry.name.c_str()) == 1 && PQpipelineSync(c) == 1;
        for (int silent = 0; sent && silent < 3;) { // a pipeline's results are parted by one null each
            result_ptr r = link_.next(about);
            if (r == nullptr) {
                ++silent;
                continue;
            }
            silent = 0;
            const auto status = PQresultStatus(r.get());
            if (status == PGRES_PIPELINE_SYNC) break;
            if (status == PGRES_COMMAND_OK) described = std::move(r);
            else if (status != PGRES_PIPELINE_ABORTED && failed == nullptr) failed = std::move(r);
        }
        const auto fault = [&] { return read_fault(about, failed.get(), c); };
        if (PQpipelineStatus(c) != PQ_PIPELINE_OFF && PQexitPipelineMode(c) != 1) {
            link_.give_up();
            if (failed == nullptr) {
                auto found = fault();
                raise(error_kind::connection_error, std::move(found.info));
            }
        }
        if (failed != nullptr || described == nullptr) link_.fail(about, failed.get());
        entry.parameters = given.types();
        entry.columns.clear();
        for (int i = 0; i < PQnfields(described.get()); ++i) entry.columns.push_back(PQftype(described.get(), i));
        entry.ready = true;
        if (fields == nullptr || !about.what->handwritten) return;
        const auto name = [](const void* of, int column) -> const char* { return PQfname(static_cast<const PGresult*>(of), column); };
        auto problem = match_columns(entry.columns.size(), name, described.get(), *fields, entry.named);
        if (problem.words.empty()) return;
        drop(entry);
        raise(error_kind::schema_mismatch, about.info(std::move(problem.words), problem.names));
    }

    link& link_;
    std::vector<prepared> entries_;
    prepared unnamed_;
    std::optional<bool> vectors_; // whether pgvector is there
};

} // namespace dataflow::driver::postgres_
