// How a connection to PostgreSQL sends a statement, and reads what it gives.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/postgres/connection.hpp>
#include <dataflow/driver/postgres/detail/column_types.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

inline outcome connection::finish(const subject& about, std::span<const field_access>* fields,
                                  row_target* target) {
    const auto given = fields != nullptr ? *fields : std::span<const field_access>{};
    for (int attempt = 0;; ++attempt) {
        link_.risk(link::stake::nothing);
        auto& statement = statements_.find(about, parameters_, fields != nullptr ? &given : nullptr);
        result_ptr result = answer(about, statement);
        const auto status = PQresultStatus(result.get());
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY) {
            try {
                if (fields != nullptr) statements_.check_result(about, statement, result.get(), *fields);
                return read(about, result.get(), fields, target);
            } catch (const error& e) {
                link_.unread(about, e.info(), "; the statement was done, but what it gave could not be read");
                throw;
            } catch (...) { // std::bad_alloc
                link_.unread(about, about.info("no memory for the statement's result"), "; it was done");
                throw;
            }
        }
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            link_.give_up();
            link_.fail(about, error_kind::database_error, "COPY is not possible here");
        }
        if (attempt == most_attempts || !is_stale(result.get(), statement.name))
            link_.fail(about, result.get());
        statements_.forget(about, statement, result.get());
    }
}

inline outcome connection::read(const subject& about, const PGresult* result,
                                const std::span<const field_access>* fields, row_target* target) {
    outcome out;
    const std::string_view tag = PQcmdStatus(const_cast<PGresult*>(result));
    if (tag.starts_with("INSERT") || tag.starts_with("UPDATE") || tag.starts_with("DELETE") ||
        tag.starts_with("MERGE"))
        out.affected = tag_count(const_cast<PGresult*>(result));
    const int rows = PQntuples(result);
    out.returned = rows;
    if (target == nullptr) return out;
    auto read = *fields;
    if (target->flag != nullptr) read = read.first(read.size() - 1);
    if (target->expect != nullptr) target->expect(target->state, static_cast<std::size_t>(rows));
    for (int i = 0; i < rows; ++i) decode_row(about, result, i, read, target->next(target->state));
    if (target->flag != nullptr && rows != 0)
        *target->flag = *PQgetvalue(result, 0, static_cast<int>(read.size())) != '\0';
    return out;
}

inline result_ptr connection::answer(const subject& about, const prepared& statement) {
    if (link_.limited()) link_.require_time(about);
    if (statement_cache::looks_at_columns(about))
        return statements_.keeps_columns() ? answer_if_unchanged(about, statement)
                                           : answer_and_look(about, statement);
    if (!link_.brings_settings() || link_.before(about).empty()) {
        if (!send(statement)) return nullptr;
        link_.risk(about);
        return link_.all(about);
    }
    const auto& settings = link_.before(about);
    link_.risk(about);
    auto results =
        link_.together(about, [&](PGconn* c) { return queue_text(c, settings) && send(statement); });
    return results.empty() ? nullptr : std::move(results.back());
}

inline result_ptr connection::answer_if_unchanged(const subject& about, const prepared& statement) {
    const auto& columns = statements_.columns_of_table(about).name;
    const auto& settings = link_.before(about);
    const bool sets = !settings.empty();
    link_.risk(about);
    auto results = link_.together(
        about,
        [&](PGconn* c) {
            return (!sets || queue_text(c, settings)) && PQsendDescribePrepared(c, columns.c_str()) == 1 &&
                   send(statement);
        },
        sets ? 2 : 1);
    return results.empty() ? nullptr : std::move(results.back());
}

inline result_ptr connection::answer_and_look(const subject& about, const prepared& statement) {
    const auto& text = statements_.columns_text(about);
    const bool begins = !link_.in_transaction();
    const auto& settings = link_.for_transactions();
    const bool sets = begins && !settings.empty();
    try {
        auto results = link_.together(about, [&](PGconn* c) {
            return (!begins || queue_text(c, "BEGIN")) && (!sets || queue_text(c, settings)) &&
                   PQsendPrepare(c, "", text.c_str(), 0, nullptr) == 1 &&
                   PQsendDescribePrepared(c, "") == 1 && send(statement);
        });
        if (results.empty() || link::failed(results.back().get())) {
            if (begins) rollback();
            return results.empty() ? nullptr : std::move(results.back());
        }
        if (begins) link_.enter_transaction();
        const PGresult* found = results[results.size() - 2].get();
        std::vector<type_number> types;
        std::vector<int> modifiers;
        for (int i = 0; i < PQnfields(found); ++i) {
            types.push_back(PQftype(found, i));
            modifiers.push_back(PQfmod(found, i));
        }
        if (const auto different = differences_of(about, types, modifiers, forms()); !different.none())
            different.fail(about);
        if (begins) {
            writes_ = true;
            commit(about);
        }
        return std::move(results.back());
    } catch (...) {
        if (begins) rollback();
        throw;
    }
}

inline bool connection::queue_text(PGconn* c, const std::string& text) {
    return PQsendQueryParams(c, text.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1) == 1;
}

inline bool connection::send(const prepared& statement) {
    if (statement.name.empty())
        return PQsendQueryParams(link_.get(), statement.text.c_str(), parameters_.count(),
                                 parameters_.types().data(), parameters_.values(), parameters_.lengths(),
                                 parameters_.formats(), 1) == 1;
    return PQsendQueryPrepared(link_.get(), statement.name.c_str(), parameters_.count(), parameters_.values(),
                               parameters_.lengths(), parameters_.formats(), 1) == 1;
}

} // namespace dataflow::driver::postgres_
