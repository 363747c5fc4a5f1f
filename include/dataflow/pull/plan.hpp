// A database's tables as models: planned, and written as a header of C++.
#pragma once

#include <dataflow/catalog/description.hpp>
#include <dataflow/pull/planned.hpp>

#include <string>

namespace dataflow::pull {

/// Plans the models of a database. Borrows from the description, which should have been read with its
/// details. The same description gives the same plan. Throws `invalid_value` for a namespace that is no name
/// of C++.
[[nodiscard]] plan plan_of(const catalog::database_description& found, const options& how = {});

/// A header of C++ with the structs of a plan: by default of the one that `plan_of` makes. The text is the
/// same for the same description.
[[nodiscard]] std::string header_of(const plan& of);
[[nodiscard]] std::string header_of(const catalog::database_description& found, const options& how = {});

} // namespace dataflow::pull

#include <dataflow/pull/header.ipp>
#include <dataflow/pull/plan.ipp>
