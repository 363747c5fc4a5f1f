// Owners of libpq's objects, and what every other header here needs of libpq.
#pragma once

#include <libpq-fe.h>

#include <memory>

#ifndef LIBPQ_HAS_PIPELINING
#error "dataflow: the PostgreSQL driver needs libpq 14 or later"
#endif

namespace dataflow::driver::postgres_ {

struct result_deleter {
    static_assert(sizeof(int) == 4, "dataflow: the PostgreSQL driver expects an int of 4 bytes");

    void operator()(PGresult* r) const noexcept { PQclear(r); }
};
struct connection_deleter {
    void operator()(PGconn* c) const noexcept { PQfinish(c); }
};
struct options_deleter {
    void operator()(PQconninfoOption* o) const noexcept { PQconninfoFree(o); }
};
struct memory_deleter {
    void operator()(void* p) const noexcept { PQfreemem(p); }
};

/// A result of libpq; null where libpq had no memory or no connection for one.
using result_ptr = std::unique_ptr<PGresult, result_deleter>;
/// A connection of libpq.
using handle_ptr = std::unique_ptr<PGconn, connection_deleter>;

} // namespace dataflow::driver::postgres_
