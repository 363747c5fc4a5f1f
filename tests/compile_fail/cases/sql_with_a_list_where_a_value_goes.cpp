// expect: a_list_follows_neither_in_nor_any<1,
#include <dataflow/dataflow.hpp>
#include <dataflow/sql.hpp>

#include <vector>

#include "../models/customer.hpp"

namespace df = dataflow;

#ifdef MISTAKE
auto wanted() { return df::sql<"select 1 from t where a = {}", int>(std::vector<int>{1}); }
#else
auto wanted() { return df::sql<"select 1 from t where a in {}", int>(std::vector<int>{1}); }
#endif
