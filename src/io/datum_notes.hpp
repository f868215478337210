#pragma once

#include <map>
#include <string>
#include <vector>

namespace amaneku::io {

/// Files whose datum is taken as the grid's without a shift, gathered into one sentence a datum.
class DatumNotes {
public:
    /// @param what  `WGS 84 is taken as JGD2011`; empty: nothing is added
    void add(const std::string& what, const std::string& file);
    void append_to(std::vector<std::string>& notes) const;

private:
    std::map<std::string, std::vector<std::string>> m_files;  // by what was done
};

}  // namespace amaneku::io
