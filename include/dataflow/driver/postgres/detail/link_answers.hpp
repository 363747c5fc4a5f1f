// How a link waits for answers, reads them, and tells what a failure means.
#pragma once

#include <dataflow/core/error.hpp>
#include <dataflow/driver/postgres/detail/link.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace dataflow::driver::postgres_ {

inline result_ptr link::all(const subject& about, bool bounded) {
    result_ptr out;
    bool ended = false;
    while (result_ptr r = bounded ? next(about) : result_ptr{PQgetResult(get())}) {
        if (ended) continue; // libpq's words for the connection that ends after the server's own
        const auto status = PQresultStatus(r.get());
        ended = status == PGRES_FATAL_ERROR;
        if (!ended) losses_.answered();
        out = std::move(r);
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) break;
    }
    return out;
}

inline void link::fail(const subject& about, const PGresult* result) {
    auto found = read_fault(about, result, get());
    // A function of the server may fail so, too: then its own connection is meant.
    const bool mere =
        report_field(result, PG_DIAG_SEVERITY_NONLOCALIZED) == "ERROR" && PQstatus(get()) == CONNECTION_OK;
    if (found.kind == error_kind::connection_error && !mere) tell_loss(about, found);
    else if (PQstatus(get()) != CONNECTION_OK) lost_ = true;
    else if (found.info.code
                 .empty()) // libpq itself has failed, mostly for want of memory, and dropped the answer
        unread(about, found.info, "; whether the statement was done is not known");
    if (cut_ != limit::end::none && found.info.code == "57014") {
        found.kind = driver::kind_of(cut_);
        found.info.message = words_for(cut_);
    }
    last_failure_ = found.kind;
    raise(found.kind, std::move(found.info));
}

inline void link::unread(const subject& about, error_info why, std::string_view what_is_known) {
    if (about.what != nullptr && !about.what->writes) return;
    if (in_transaction()) {
        (void)try_command("ROLLBACK TO SAVEPOINT dataflow_unread"); // which there is not
        return;
    }
    if (!losses_.open()) return;
    why.retry_is_safe = losses_.repeatable(about);
    why.message += what_is_known;
    raise(error_kind::in_doubt, std::move(why));
}

inline result_ptr link::command(const char* text, const subject& about, bool within_limit) {
    result_ptr result;
    const bool bounded = within_limit && limited_;
    if (!bounded && !losses_.open()) result.reset(PQexec(get(), text));
    else if (PQsendQuery(get(), text) == 1) result = all(about, bounded); // notices an answer before a loss
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
        give_up(); // the server waits for data, or sends what nobody reads
        fail(about, error_kind::database_error, "COPY is not possible here");
    }
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY)
        fail(about, result.get());
    return result;
}

inline void link::drain() noexcept {
    while (const result_ptr rest{PQgetResult(get())}) {
        const auto status = PQresultStatus(rest.get());
        if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
            give_up(); // it would be reported for ever
            return;
        }
    }
}

template <class Queue>
std::vector<result_ptr> link::together(const subject& about, Queue&& queue, std::size_t before) {
    PGconn* c = get();
    std::vector<result_ptr> out;
    const bool sent = PQenterPipelineMode(c) == 1 && queue(c) && PQpipelineSync(c) == 1;
    for (int silent = 0; sent && silent < 3;) { // the results are parted by one null each
        result_ptr r = next(about);
        if (r == nullptr) {
            ++silent;
            continue;
        }
        silent = 0;
        const auto status = PQresultStatus(r.get());
        if (status == PGRES_PIPELINE_SYNC) break;
        const bool after = !out.empty() && failed(out.back().get());
        if (!failed(r.get()) && out.size() >= before) losses_.answered();
        if (!after && status != PGRES_PIPELINE_ABORTED) out.push_back(std::move(r));
    }
    if (PQpipelineStatus(c) == PQ_PIPELINE_OFF || PQexitPipelineMode(c) == 1) return out;
    give_up();
    if (out.empty() || !failed(out.back().get())) {
        auto found = read_fault(about, nullptr, c);
        tell_loss(about, found);
        raise(found.kind, std::move(found.info));
    }
    return out;
}

inline void link::tell_loss(const subject& about, fault& found) {
    lost_ = true;
    losses_.tell(about, found, pooled_);
}

inline void link::await(const subject& about) {
    waited how{};
    try {
        how = waiting_.wait(get(), limit_, until_, cut_);
    } catch (const std::system_error&) {
        give_up();
        raise(error_kind::resource_exhausted, about.info("no more file descriptors to wait with"));
    }
    if (how == waited::there) return;
    give_up();
    if (how == waited::last) return;
    const bool open = losses_.open();
    auto info =
        about.info(std::string{words_for(cut_)} + "; the server did not answer: its connection was given up" +
                   (open ? ", and whether the statement was done is not known" : ""));
    info.code = "57014";
    info.retry_is_safe = losses_.repeatable(about);
    raise(open ? error_kind::in_doubt : driver::kind_of(cut_), std::move(info));
}

} // namespace dataflow::driver::postgres_
