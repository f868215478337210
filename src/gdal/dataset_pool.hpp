#pragma once

#include <gdal_priv.h>

#include <cstddef>
#include <functional>
#include <list>
#include <mutex>
#include <string>
#include <utility>

namespace amaneku::gdal {

/// Open datasets waiting for their next use: a dataset serves one thread at a time, and not every file of
/// many can stay open.
class DatasetPool {
public:
    explicit DatasetPool(std::size_t most_waiting) noexcept : m_most_waiting{most_waiting} {}

    /// Calls `use` with a dataset of that name, opened by `open` where none is waiting.
    void with(const std::string& name, const std::function<GDALDatasetUniquePtr()>& open,
              const std::function<void(GDALDataset&)>& use);

private:
    std::mutex m_mutex;
    std::size_t m_most_waiting;
    std::list<std::pair<std::string, GDALDatasetUniquePtr>> m_waiting;  // the last used one first
};

}  // namespace amaneku::gdal
