// How a statement is written, prepared on the server, and its form learned.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/named.hpp>
#include <dataflow/driver/postgres/detail/prepared.hpp>
#include <dataflow/driver/postgres/detail/statement_name.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

/// Throws `schema_mismatch` for a result of which the columns cannot be read into the fields: another number
/// of them, or the first that does not fit.
[[noreturn, gnu::cold]] inline void refuse_columns(const subject& about, std::span<const type_number> found,
                                                   std::span<const field_access> fields, std::size_t first) {
    if (found.size() != fields.size())
        raise(error_kind::schema_mismatch,
              about.info("the result has " + std::to_string(found.size()) + " columns where " +
                         std::to_string(fields.size()) + " were expected"));
    raise(error_kind::schema_mismatch,
          about.info("expected " +
                         std::string{sql::type_name(dialect::postgres, fields[first].type->stored)} +
                         ", found " + type_label(found[first]),
                     fields[first].name));
}

inline void statement_cache::check(const subject& about, prepared& entry,
                                   std::span<const field_access> fields) {
    if (about.what->raw) return check_named(about, entry);
    std::size_t i = 0;
    while (i < fields.size() && i < entry.columns.size() && fits(about, entry, i, fields[i])) ++i;
    if (i == fields.size() && i == entry.columns.size()) return;
    const auto found = std::move(entry.columns);
    discard(entry); // the table may be mended before the next use
    refuse_columns(about, found, fields, i);
}

inline void statement_cache::check_named(const subject& about, prepared& entry) {
    const auto whole = [](storage s) {
        return s == storage::int16 || s == storage::int32 || s == storage::int64;
    };
    std::string words;
    std::string names;
    const auto fields = entry.named.span();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto stored = fields[i].type->stored;
        if (readable(whole(stored) ? storage::int64 : stored, entry.columns[i], of_.has_forms())) continue;
        const std::string name{fields[i].name};
        words += (words.empty() ? "" : "; ") + std::string{"expected "} +
                 std::string{sql::type_name(dialect::postgres, stored)} +
                 (name.empty() ? "" : " for " + name) + ", found " + type_label(entry.columns[i]);
        names += (names.empty() ? "" : ", ") + name;
    }
    if (words.empty()) return;
    discard(entry);
    raise(error_kind::schema_mismatch, about.info(std::move(words), names));
}

inline void statement_cache::learn(const subject& about, prepared& entry, const PGresult* from,
                                   const std::span<const field_access>* fields) {
    entry.columns.clear();
    entry.modifiers.clear();
    for (int i = 0; i < PQnfields(from); ++i) entry.columns.push_back(PQftype(from, i));
    entry.described = true;
    if (about.what->stores != sql::stored_columns::none)
        for (int i = 0; i < PQnfields(from); ++i) entry.modifiers.push_back(PQfmod(from, i));
    if (about.what->stores == sql::stored_columns::returned)
        if (const auto different = differences_of(about, entry.columns, entry.modifiers, of_.forms());
            !different.none()) {
            discard(entry);
            different.fail(about);
        }
    if (fields == nullptr || !about.what->raw) return;
    const auto name = [](const void* of, int column) -> const char* {
        return PQfname(static_cast<const PGresult*>(of), column);
    };
    auto problem = match_columns(entry.columns.size(), name, from, *fields, entry.named);
    if (problem.words.empty()) return;
    discard(entry);
    raise(error_kind::schema_mismatch, about.info(std::move(problem.words), problem.names));
}

inline void statement_cache::look_again(const subject& about, prepared& entry, const PGresult* result,
                                        std::span<const field_access> fields) {
    try {
        learn(about, entry, result, &fields);
        check(about, entry, fields);
    } catch (const schema_mismatch& e) {
        if (!about.what->writes || link_.in_transaction()) throw;
        auto info = e.info();
        info.message += "; the statement itself was done";
        throw schema_mismatch(std::move(info));
    }
}

inline sql::written_statement statement_cache::write(const subject& about) {
    auto out = about.what->written(sql::postgres_data, about.variant, of_.forms(), vectors_.value_or(false));
    if (!out.vectors_asked || vectors_.has_value()) return out;
    const auto look = link_.with_settings(about, "SELECT " + std::string{sql::vectors_are_there});
    vectors_ = std::string_view{PQgetvalue(link_.command(look.c_str(), about).get(), 0, 0)} == "t";
    return *vectors_ ? about.what->written(sql::postgres_data, about.variant, of_.forms(), true) : out;
}

inline bool statement_cache::is_enumeration(const subject& about, type_number type) {
    if (std::find(enumerations_.begin(), enumerations_.end(), type) != enumerations_.end()) return true;
    // While rows come one by one nothing can be asked: that a table was changed just then is an error.
    if (PQtransactionStatus(link_.get()) == PQTRANS_ACTIVE) return false;
    const auto look = link_.with_settings(
        about, "SELECT 1 FROM pg_catalog.pg_type WHERE typtype = 'e' AND oid = " + std::to_string(type));
    if (PQntuples(link_.command(look.c_str(), about).get()) == 0) return false;
    enumerations_.push_back(type);
    return true;
}

inline void statement_cache::make(const subject& about, const postgres_::parameters& given, prepared& entry,
                                  const std::span<const field_access>* fields) {
    if (entry.text.empty()) entry.text = write(about).text;
    entry.parameters = given.types();
    entry.described = false;
    const bool named = named_ && &entry != &once_;
    if (named) {
        entry.name = statement_name(entry.text, given.types());
        if (entry.generation != 0) entry.name += "_" + std::to_string(entry.generation);
        entry.there = entry.there || has_twin(entry);
    }
    // What writes is looked at before; of what only reads, the result tells its columns itself, but for those
    // of which more is to be asked.
    if (named || (fields != nullptr && (about.what->writes || entry.has_names())))
        prepare(about, given, entry, fields);
    if (named) entry.text = {}; // the server has it
    entry.ready = true;
}

inline void statement_cache::prepare(const subject& about, const postgres_::parameters& given,
                                     prepared& entry, const std::span<const field_access>* fields) {
    closing_.catch_up();
    for (int attempt = 0;; ++attempt) {
        const auto& first = link_.before(about);
        const auto results = link_.together(about, [&](PGconn* c) {
            return closing_.queue(c) &&
                   (first.empty() ||
                    PQsendQueryParams(c, first.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) == 1) &&
                   (entry.there || PQsendPrepare(c, entry.name.c_str(), entry.text.c_str(), given.count(),
                                                 given.types().data()) == 1) &&
                   PQsendDescribePrepared(c, entry.name.c_str()) == 1;
        });
        const PGresult* last = results.empty() ? nullptr : results.back().get();
        if (last != nullptr && !link::failed(last)) {
            closing_.queued();
            return learn(about, entry, last, fields);
        }
        // A server that a pooler gave to others before may have the statement from them, or not have it
        // any more.
        const auto code = report_field(last, PG_DIAG_SQLSTATE);
        const bool twice = !entry.name.empty() && code == "42P05";
        const bool gone = entry.there && code == "26000";
        if (!twice && !gone) link_.fail(about, last);
        entry.there = twice;
        if (link_.in_transaction()) run_again(about);
        if (attempt == 32) link_.fail(about, last);
    }
}

} // namespace dataflow::driver::postgres_
