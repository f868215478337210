#pragma once

#include "app/column_titles.hpp"
#include "workbook/book.hpp"

#include <string>
#include <vector>

namespace amaneku::app {

/// A table of the outputs as a sheet has it: the same rows and columns as its csv. Numbers become numbers
/// that print as they do there, codes and names stay text.
class WorkbookTable {
public:
    /// @param csv      as a writer of `io` makes it
    /// @param weights  columns of the run that count people
    WorkbookTable(const std::string& csv, const ColumnTitles& titles,
                  const std::vector<std::string>& weights);

    /// Index of a column; there must be one of that id.
    [[nodiscard]] std::size_t column(const std::string& id) const;
    /// The columns of these ids only, in this order.
    [[nodiscard]] workbook::Table only(const std::vector<std::string>& ids) const;
    [[nodiscard]] const workbook::Table& all() const noexcept { return m_table; }

private:
    workbook::Table m_table;
};

/// A column of a table that is no csv: its format and colours are those of its id.
[[nodiscard]] workbook::Column workbook_column(const std::string& id, const ColumnTitles& titles,
                                               const std::string& format = "");

}  // namespace amaneku::app
