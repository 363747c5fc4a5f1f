// What a writer notes of columns that keep their values in another form, for the driver.
#pragma once

#include <dataflow/sql/forms.hpp>

#include <cstddef>

namespace dataflow::rooms::sql {

/// Where the forms of a result's columns are noted, one after another; null for what the driver has not to
/// see to.
struct result_notes {
    void* to = nullptr;
    void (*note)(void* to, const column_form* of) = nullptr; ///< null: they are not
};

/// Where the text of a writer is, and how many parameters it has.
struct text_position {
    std::size_t size = 0, parameters = 0;
};

/// A column in a text, in the form of the library.
struct formed_column {
    std::size_t begin = 0, end = 0;
    const column_form* form = nullptr;
};

} // namespace dataflow::rooms::sql
